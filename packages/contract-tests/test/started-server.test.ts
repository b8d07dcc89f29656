import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createHostScanClient } from "@hostscan/client";
import { SecretBox, SecretKey } from "@hostscan/database";
import { createTestDatabase } from "@hostscan/database/testing";
import { createTokenStore, createUserStore, loadSigningKeys } from "@hostscan/identity";
import { sshdGate, startSshd } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, describe } from "vitest";
import { createKit, type Fault, type Kit } from "../src/index.ts";
import { openCutOff } from "./stack/cut-off.ts";
import { runExecutable, startExecutable, textOf } from "./stack/executable.ts";
import { loseDatabase, loseTables } from "./stack/faults.ts";
import { keepCredential } from "./stack/keep-credential.ts";
import { testEveryCheck } from "./stack/keep-to-contract.ts";
import { lend } from "./stack/lend.ts";
import { NGINX, startNginx } from "./stack/nginx.ts";
import { startSilentHost } from "./stack/silent-host.ts";
import { issueTokens } from "./stack/tokens.ts";
import { addUser } from "./stack/users.ts";

const gate = sshdGate("key");

/** Where it can be, the kit reaches the server through nginx and under a path, as many callers do. */
const path = existsSync(NGINX) ? "/hostscan" : "";
const title = `the started executable keeps to the contract${path && ", behind nginx and under a path"}`;

describe.skipIf(gate.skip)(gate.title(title), () => {
  const cleanUp = new AsyncDisposableStack();
  let kit: Kit;

  beforeAll(async () => {
    const database = await createTestDatabase();
    cleanUp.defer(() => database.drop());
    const way = cleanUp.use(await openCutOff(database.connectionString));
    const key = randomBytes(32);
    const environment = { DATABASE_URL: way.connectionString, HOSTSCAN_SECRET_KEY: key.toString("base64") };

    const server = cleanUp.use(await startExecutable(environment));
    const { url } = path ? cleanUp.use(await startNginx(server.url, path)) : server;
    const silent = cleanUp.use(await startSilentHost());
    const sshd = cleanUp.use(await startSshd({ everyLoopbackAddress: true }));
    const app = await textOf("token", runExecutable(environment, "token", "issue", "--name", "kit"));
    const client = createHostScanClient({ baseUrl: server.url, token: app });
    const credentialId = await keepCredential(environment, {
      name: "kit",
      username: sshd.username,
      secret: sshd.keys.plain.privateKey,
      flag: "--private-key-file",
    });
    const box = new SecretBox(new SecretKey(key));
    const keys = await loadSigningKeys(database.db, box);
    const actor = { kind: "command", name: "kit" } as const;
    const { otherApp, admin, forbidden, expired } = await issueTokens(
      createTokenStore(database.db, keys, actor),
    );

    /** Another process on the same database, whose only call a minute has been made, with each token and without. */
    const rateLimit = async (): Promise<Fault> => {
      const strict = await startExecutable(environment, "--role", "api", "--rate-limit", "1");
      for (const token of [app, admin])
        await createHostScanClient({ baseUrl: strict.url, token }).listJobs({ pageSize: 1 }).pages().next();
      await fetch(`${strict.url}/signinBody`, { method: "POST" });
      return {
        fetch: (request) => fetch(new Request(request.url.replace(url, strict.url), request)),
        restore: async () => strict[Symbol.asyncDispose](),
      };
    };

    kit = await createKit({
      baseUrl: url,
      tokens: { app, otherApp, admin, forbidden, expired },
      user: await addUser(createUserStore(database.db, box, actor), "alice"),
      ...(await lend(client, credentialId, sshd, silent)),
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
