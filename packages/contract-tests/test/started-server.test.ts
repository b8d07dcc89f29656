import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHostScanClient } from "@hostscan/client";
import { createTokenStore, createUserStore, loadSigningKeys, SecretBox, SecretKey } from "@hostscan/engine";
import { createTestDatabase } from "@hostscan/engine/testing";
import { type Sshd, sshdGate, startSshd } from "@hostscan/scanner/testing";
import { runExecutable, startExecutable } from "@hostscan/server-app/testing";
import { afterAll, beforeAll, describe } from "vitest";
import { createKit, type Fault, type Kit } from "../src/index.ts";
import { openCutOff } from "./stack/cut-off.ts";
import { loseDatabase, loseTables } from "./stack/faults.ts";
import { testEveryCheck } from "./stack/keep-to-contract.ts";
import { lend } from "./stack/lend.ts";
import { startSilentHost } from "./stack/silent-host.ts";
import { issueTokens } from "./stack/tokens.ts";
import { addUser } from "./stack/users.ts";

const gate = sshdGate("key");

describe.skipIf(gate.skip)(gate.title("the started executable keeps to the contract"), () => {
  const cleanUp = new AsyncDisposableStack();
  let kit: Kit;

  beforeAll(async () => {
    const database = await createTestDatabase();
    cleanUp.defer(() => database.drop());
    const way = cleanUp.use(await openCutOff(database.connectionString));
    const key = randomBytes(32);
    const environment = { DATABASE_URL: way.connectionString, HOSTSCAN_SECRET_KEY: key.toString("base64") };

    const server = cleanUp.use(await startExecutable(environment));
    const silent = cleanUp.use(await startSilentHost());
    const sshd = cleanUp.use(await startSshd({ everyLoopbackAddress: true }));
    const app = await textOf("token", runExecutable(environment, "token", "issue", "--name", "kit"));
    const client = createHostScanClient({ baseUrl: server.url, token: app });
    const box = new SecretBox(new SecretKey(key));
    const keys = await loadSigningKeys(database.db, box);
    const actor = { kind: "command", name: "kit" } as const;
    const { forbidden, expired } = await issueTokens(createTokenStore(database.db, keys, actor));

    /** Another process on the same database, whose only call a minute has been made, with a token and without. */
    const rateLimit = async (): Promise<Fault> => {
      const strict = await startExecutable(environment, "--role", "api", "--rate-limit", "1");
      await createHostScanClient({ baseUrl: strict.url, token: app }).listJobs({ limit: 1 }).pages().next();
      await fetch(`${strict.url}/signinBody`, { method: "POST" });
      return {
        fetch: (request) => fetch(new Request(request.url.replace(server.url, strict.url), request)),
        restore: async () => strict[Symbol.asyncDispose](),
      };
    };

    kit = await createKit({
      baseUrl: server.url,
      tokens: { app, forbidden, expired },
      user: await addUser(createUserStore(database.db, box, actor), "alice"),
      ...(await lend(client, await addCredential(environment, sshd), sshd, silent)),
      faults: {
        rateLimit,
        internalFault: () => loseTables(database),
        databaseOutage: () => loseDatabase(way),
      },
    });
  });

  afterAll(() => cleanUp.disposeAsync());

  testEveryCheck(() => kit);
});

async function addCredential(environment: Readonly<Record<string, string>>, sshd: Sshd): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-contract-"));
  try {
    const keyFile = join(folder, "key");
    await writeFile(keyFile, sshd.keys.plain.privateKey, { mode: 0o600 });
    const account = ["kit", "--username", sshd.username, "--private-key-file", keyFile];
    return await textOf("id", runExecutable(environment, "credential", "add", ...account));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A member of a JSON object that must be text. */
async function textOf(member: string, json: Promise<unknown>): Promise<string> {
  const value: unknown = Object(await json)[member];
  if (typeof value !== "string") throw new Error(`there is no ${member}`);
  return value;
}
