import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHostScanClient, type HostScanClient } from "@hostscan/client";
import { SecretBox, SecretKey } from "@hostscan/database";
import { createTestDatabase } from "@hostscan/database/testing";
import { createUserStore } from "@hostscan/identity";
import { runExecutable, startExecutable, textOf } from "../stack/executable.ts";
import { keepCredential } from "../stack/keep-credential.ts";
import { startSilentHost } from "../stack/silent-host.ts";
import { addUser } from "../stack/users.ts";

/** What the samples of one operation read from their surroundings. */
export type Variables = Readonly<
  Record<
    "HOSTSCAN_TOKEN" | "HOST_ID" | "OTHER_HOST_ID" | "JOB_ID" | "CREDENTIAL_ID" | "FIRST_TOKEN" | "CODE",
    string
  >
>;

/** The started executable, with all that the samples take for granted. */
export interface Scene extends AsyncDisposable {
  readonly serverUrl: string;
  readonly client: HostScanClient;
  /** Where the samples run, and find the `login.json` of a user. */
  readonly folder: string;
  readonly password: string;
  /** Schedules a job to be read and cancelled, and gives its id with the rest. There are codes for ten sign-ins. */
  variables(options: { readonly signsIn: boolean }): Promise<Variables>;
}

export async function setScene(): Promise<Scene> {
  await using cleanUp = new AsyncDisposableStack();
  const database = await createTestDatabase();
  cleanUp.defer(() => database.drop());
  const key = randomBytes(32);
  const environment = {
    DATABASE_URL: database.connectionString,
    HOSTSCAN_SECRET_KEY: key.toString("base64"),
  };
  const { url } = cleanUp.use(await startExecutable(environment));
  const hosts = [cleanUp.use(await startSilentHost()), cleanUp.use(await startSilentHost())];
  const folder = await mkdtemp(join(tmpdir(), "hostscan-samples-"));
  cleanUp.defer(() => rm(folder, { recursive: true }));

  const token = await textOf("token", runExecutable(environment, "token", "issue", "--name", "samples"));
  const account = { username: "scan", secret: "the account's own", flag: "--password-file" } as const;
  const credentialId = await keepCredential(environment, { name: "linux-scan", ...account });
  const box = new SecretBox(new SecretKey(key));
  const users = createUserStore(database.db, box, { kind: "command", name: "samples" });
  const { login, password, code } = await addUser(users, "alice");
  const credentials = JSON.stringify({ Login: login, Password: password });
  await writeFile(join(folder, "login.json"), credentials, { mode: 0o600 });

  const client = createHostScanClient({ baseUrl: url, token });
  const known = hosts.map(({ ipAddress, sshPort }) => ({
    ...{ platformName: "Linux", ipAddress, sshPort, credentialName: "linux-scan" },
  }));

  const firstToken = async () => {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`${url}/signinBody`, { method: "POST", headers, body: credentials });
    return String(await answer.json());
  };

  const disposal = cleanUp.move();
  return {
    ...{ serverUrl: url, client, folder, password },
    async variables({ signsIn }) {
      const { id, hostScanHostStatus } = await client.createJob(known);
      const [first, second] = hostScanHostStatus ?? [];
      return {
        HOSTSCAN_TOKEN: token,
        HOST_ID: `${first?.hostId}`,
        OTHER_HOST_ID: `${second?.hostId}`,
        JOB_ID: id,
        CREDENTIAL_ID: credentialId,
        FIRST_TOKEN: signsIn ? await firstToken() : "",
        CODE: signsIn ? await code() : "",
      };
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}
