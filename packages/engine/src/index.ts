export type { Credential } from "./credentials/credential-columns.ts";
export {
  type CredentialStore,
  createCredentialStore,
  type NewCredential,
} from "./credentials/credential-store.ts";
export { isUnavailable } from "./database/is-unavailable.ts";
export { migrateToLatest, NewerDatabaseError } from "./database/migrate.ts";
export { type DatabaseOptions, type OpenDatabase, openDatabase } from "./database/open-database.ts";
export { createHostScanJobs } from "./jobs/service.ts";
export type { ScanLimits } from "./limits/scan-limits.ts";
export { type Network, parseNetwork } from "./networks/network.ts";
export { createScanNetworks, type ScanNetworks } from "./networks/scan-networks.ts";
export { EmbeddedPostgresError } from "./postgres/embedded-postgres-error.ts";
export { createScanQueue, type ScanQueue, type ScanQueueOptions } from "./queue/scan-queue.ts";
export { checkSecretKey } from "./secrets/check-secret-key.ts";
export { loadSecretKey, type SecretKeySource } from "./secrets/load-secret-key.ts";
export { SecretBox } from "./secrets/secret-box.ts";
export { SecretKey, SecretKeyError } from "./secrets/secret-key.ts";
export { PostgresTokenVerifier } from "./tokens/postgres-token-verifier.ts";
export { loadSigningKey, type SigningKey } from "./tokens/signing-key.ts";
export {
  type AccessToken,
  createTokenStore,
  type IssuedToken,
  type TokenRequest,
  type TokenStore,
} from "./tokens/token-store.ts";
export type { Acceptance } from "./trust/acceptance.ts";
export {
  createTrustStore,
  type TrustRecord,
  type TrustRequest,
  type TrustStore,
} from "./trust/trust-store.ts";
export { createWorker, type Worker, type WorkerOptions } from "./worker/worker.ts";
