import { randomBytes } from "node:crypto";
import { SecretKey } from "@hostscan/database";
import { openEngine, openInstallation, type WorkerSettings } from "@hostscan/engine";
import type { ScanCredential } from "@hostscan/scanner";
import { createServer, type ServerOptions } from "@hostscan/server";
import { pino } from "pino";
import type { Fetch } from "../../src/index.ts";
import { issueTokens, type Tokens } from "./tokens.ts";
import { addUser, type StackUser } from "./users.ts";

/** How the worker is set; what is absent is as in production. */
export type ServiceOptions = WorkerSettings & {
  /** What secrets are encrypted with; a key of its own where absent. */
  readonly secretKey?: SecretKey;
};

/** Queue, worker, scanner and HTTP app on one database. */
export interface Service {
  readonly tokens: Tokens;
  /** Makes a server on the engine. */
  serve(options?: Partial<ServerOptions>): Fetch;
  addUser(login: string): Promise<StackUser>;
  addCredential(credential: ScanCredential & { readonly name: string }): Promise<string>;
  stop(): Promise<void>;
}

export async function startService(
  connectionString: string,
  { secretKey = new SecretKey(randomBytes(32)), ...settings }: ServiceOptions,
): Promise<Service> {
  const log = pino({ level: "silent" });
  const actor = { kind: "command", name: "kit" } as const;
  const installation = await openInstallation({ connectionString, secretKey, actor, log });
  const { credentials, users, signIn, tokenVerifier } = installation;
  const tokens = await issueTokens(installation.tokens);
  const { jobs, worker, close } = await openEngine({ installation, log, worker: settings });
  await worker?.start();
  return {
    tokens,
    serve(changes) {
      const app = createServer({ jobs, tokens: tokenVerifier, signIn, ...changes });
      return async (request) => app.fetch(request);
    },
    addUser: (login) => addUser(users, login),
    async addCredential(credential) {
      const added = await credentials.add({ ...credential, scope: ["anywhere"] });
      if (!added.ok) throw new Error(added.rejection.detail);
      return added.value.id;
    },
    async stop() {
      await worker?.stop({ graceMs: 0 });
      await close();
      await installation.close();
    },
  };
}
