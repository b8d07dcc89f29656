import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CredentialStore,
  createCredentialStore,
  createHostScanJobs,
  createScanQueue,
  createSignIn,
  createTokenStore,
  createTokenVerifier,
  loadSecretKey,
  loadSigningKeys,
  migrateToLatest,
  type OpenDatabase,
  openDatabase,
  type ScanQueue,
  SecretBox,
} from "@hostscan/engine";
import { startEmbeddedPostgres } from "@hostscan/engine/postgres";
import type { HostScanJobService, SignInService, TokenVerifier } from "@hostscan/server";
import { type Logger, pino } from "pino";

/** The engine on an embedded Postgres of its own, in a folder to throw away. */
export interface BenchEngine extends AsyncDisposable {
  readonly db: OpenDatabase["db"];
  readonly queue: ScanQueue;
  readonly jobs: HostScanJobService;
  readonly credentials: CredentialStore;
  readonly tokens: TokenVerifier;
  readonly signIn: SignInService;
  /** An App token. */
  readonly token: string;
  readonly log: Logger;
  readonly connectionString: string;
  /** Folder of the database and its secret key. */
  readonly dataDir: string;
}

/** Starts the engine. @param max connections of its pool, the queue's not among them */
export async function startEngine(max: number): Promise<BenchEngine> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-bench-"));
  // As root the database runs as another user, who has to get into the folder.
  await chmod(folder, 0o711);
  const log = pino({ level: "error" });
  const postgres = await startEmbeddedPostgres({ dataDir: folder, onLost: (error) => log.error(error) });
  const { connectionString } = postgres;
  const { db } = openDatabase({ connectionString, max, onIdleError: (error) => log.error(error) });
  await migrateToLatest(db);
  const queue = createScanQueue({ connectionString, supervise: true, log });
  await queue.start();
  const box = new SecretBox(await loadSecretKey({ value: undefined, dataDir: folder }));
  const keys = await loadSigningKeys(db, box);
  const actor = { kind: "command", name: "bench" } as const;
  const issued = await createTokenStore(db, keys, actor).issue({
    name: "bench",
    role: "App",
    expiresInSeconds: 3_600,
  });
  if (!issued.ok) throw new Error("no token was issued");
  return {
    db,
    queue,
    jobs: createHostScanJobs({ db, queue, log }),
    credentials: createCredentialStore(db, box, actor),
    tokens: createTokenVerifier(db, keys),
    signIn: createSignIn({ db, box, keys, log }),
    token: issued.value.token,
    log,
    connectionString,
    dataDir: folder,
    async [Symbol.asyncDispose]() {
      await queue.stop();
      await db.destroy();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
