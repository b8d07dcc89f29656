import { randomBytes } from "node:crypto";
import {
  createCredentialStore,
  createHostScanJobs,
  createScanQueue,
  createSignIn,
  createTokenStore,
  createTokenVerifier,
  createUserStore,
  createWorker,
  loadSigningKeys,
  openDatabase,
  SecretBox,
  SecretKey,
  type WorkerOptions,
} from "@hostscan/engine";
import { type ScanCredential, scanHost } from "@hostscan/scanner";
import { createServer, type ServerOptions } from "@hostscan/server";
import { pino } from "pino";
import type { Fetch } from "../../src/index.ts";
import { issueTokens, type Tokens } from "./tokens.ts";
import { addUser, type StackUser } from "./users.ts";

/** How the worker is set; what is absent is as in production. */
export type ServiceOptions = Partial<
  Pick<WorkerOptions, "concurrency" | "deadlineMs" | "retryDelaysSeconds"> & {
    /** What secrets are encrypted with; a key of its own where absent. */
    readonly box: SecretBox;
  }
>;

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
  { box = new SecretBox(new SecretKey(randomBytes(32))), ...options }: ServiceOptions,
): Promise<Service> {
  const log = pino({ level: "silent" });
  const { db } = openDatabase({ connectionString, onIdleError: (error) => log.warn(error) });
  const actor = { kind: "command", name: "kit" } as const;
  const credentials = createCredentialStore(db, box, actor);
  const keys = await loadSigningKeys(db, box);
  const tokens = await issueTokens(createTokenStore(db, keys, actor));
  const queue = createScanQueue({ connectionString, supervise: true, log });
  await queue.start();
  const worker = createWorker({
    ...options,
    db,
    queue,
    log,
    scan: scanHost,
    openCredential: credentials.open,
  });
  await worker.start();
  const jobs = createHostScanJobs({ db, queue, log });
  const verifier = createTokenVerifier(db, keys);
  const signIn = createSignIn({ db, box, keys, log });
  const users = createUserStore(db, box);
  return {
    tokens,
    serve(changes) {
      const app = createServer({ jobs, tokens: verifier, signIn, ...changes });
      return async (request) => app.fetch(request);
    },
    addUser: (login) => addUser(users, login),
    async addCredential(credential) {
      const added = await credentials.add(credential);
      if (!added.ok) throw new Error(added.rejection.detail);
      return added.value.id;
    },
    async stop() {
      await worker.stop({ graceMs: 0 });
      await queue.stop();
      await db.destroy();
    },
  };
}
