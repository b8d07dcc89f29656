import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHostScanClient, type HostScanClient } from "@hostscan/client";
import { SecretBox, SecretKey } from "@hostscan/database";
import { createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
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
  /**
   * Schedules a job to be read and cancelled, and gives its id with the rest. Its first host has shown a key. There are codes
   * for ten sign-ins.
   *
   * @param options `onSpare`: with the credential that no host is scanned with
   */
  variables(options: { readonly signsIn: boolean; readonly onSpare?: boolean }): Promise<Variables>;
}

/** The thumbprint that the samples name. */
const SHOWN = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";

/** Has a host have shown a key, which is not trusted. */
async function showKey({ db }: TestDatabase, hostId: string): Promise<void> {
  const shown = { observed_thumbprint: SHOWN, pinned_thumbprint: null, last_seen: new Date() };
  await db.deleteFrom("trust_record").where("host_id", "=", hostId).execute();
  await db
    .insertInto("trust_record")
    .values({ host_id: hostId, protocol: "ssh", ...shown })
    .execute();
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

  const token = await textOf(
    "token",
    runExecutable(environment, "token", "issue", "--name", "samples", "--role", "Admin"),
  );
  const account = { username: "scan", secret: "the account's own", flag: "--password-file" } as const;
  const credentialId = await keepCredential(environment, { name: "linux-scan", ...account });
  const box = new SecretBox(new SecretKey(key));
  const users = createUserStore(database.db, box, { kind: "command", name: "samples" });
  const { login, password, code } = await addUser(users, "alice");
  const credentials = JSON.stringify({ Login: login, Password: password });
  await writeFile(join(folder, "login.json"), credentials, { mode: 0o600 });
  await writeFile(join(folder, "secret.json"), JSON.stringify({ password }), { mode: 0o600 });
  let added = 0;

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
    async variables({ signsIn, onSpare = false }) {
      const name = `linux-scan-${++added}`;
      const account = { name, userName: "svc-scan", scope: ["10.1.0.0/16:22"], secret: { password } };
      await writeFile(join(folder, "credential.json"), JSON.stringify(account), { mode: 0o600 });
      // One that no host is scanned with, so that it may be removed.
      const { id: spare } = await client.addCredential({ ...account, name: `spare-${added}` });
      const { id, hostScanHostStatus } = await client.createJob(known);
      const [first, second] = hostScanHostStatus ?? [];
      await showKey(database, `${first?.hostId}`);
      return {
        HOSTSCAN_TOKEN: token,
        HOST_ID: `${first?.hostId}`,
        OTHER_HOST_ID: `${second?.hostId}`,
        JOB_ID: id,
        CREDENTIAL_ID: onSpare ? spare : credentialId,
        FIRST_TOKEN: signsIn ? await firstToken() : "",
        CODE: signsIn ? await code() : "",
      };
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}
