export {
  type ApplicationKey,
  type ApplicationKeyStore,
  createApplicationKeyStore,
} from "./application-keys/application-key-store.ts";
export type { Actor } from "./audit/actor.ts";
export { type AuditRecord, readAudit } from "./audit/read-audit.ts";
export type { Credential } from "./credentials/credential-columns.ts";
export {
  type CredentialStore,
  createCredentialStore,
  type NewCredential,
} from "./credentials/credential-store.ts";
export { UnusableDatabaseError } from "./database/check-server.ts";
export { isUnavailable } from "./database/is-unavailable.ts";
export { migrateToLatest, NewerDatabaseError, OlderDatabaseError } from "./database/migrate.ts";
export { type DatabaseOptions, type OpenDatabase, openDatabase } from "./database/open-database.ts";
export {
  acceptExternal,
  type ExternalIssuer,
  type ExternalIssuerOptions,
} from "./external-identity/external-token-verifier.ts";
export { isIssuerUrl } from "./external-identity/issuer-url.ts";
export { EXTERNAL_ROLES, type ExternalRole } from "./external-identity/role-mapping.ts";
export type { HostOwners, OwnedHosts, ReownedHost } from "./hosts/host-owner.ts";
export {
  type Engine,
  type EngineOptions,
  openEngine,
  prepareDatabase,
  type WorkerSettings,
} from "./installation/open-engine.ts";
export {
  type Installation,
  type InstallationOptions,
  type OpenInstallation,
  openInstallation,
} from "./installation/open-installation.ts";
export { type Backlog, readBacklog } from "./jobs/backlog.ts";
export type { JobsOf } from "./jobs/visible-jobs.ts";
export type { ScanLimits } from "./limits/scan-limits.ts";
export { isWithin, type Network, parseNetwork } from "./networks/network.ts";
export { databaseEndpoint, type Endpoint, knowOwnServices } from "./networks/own-services.ts";
export { type PortRange, parsePortRange } from "./networks/ports.ts";
export { createScanNetworks, type ScanNetworks } from "./networks/scan-networks.ts";
export { EmbeddedPostgresError } from "./postgres/embedded-postgres-error.ts";
export { type HostRemoval, type RemovedHost, removeHosts } from "./retention/remove-hosts.ts";
export type { Retention } from "./retention/retention.ts";
export { type KeyFileExposure, keyFileExposure } from "./secrets/key-file-exposure.ts";
export { findSecretKey, loadSecretKey, type SecretKeySource } from "./secrets/load-secret-key.ts";
export { type KeptKeys, rotateKeptKey } from "./secrets/rotate-kept-key.ts";
export { SecretBox } from "./secrets/secret-box.ts";
export { SecretKey, SecretKeyError } from "./secrets/secret-key.ts";
export type { ListedSigningKey, SigningKeyStore } from "./tokens/rotate-signing-key.ts";
export { loadSigningKeys } from "./tokens/signing-key.ts";
export type { SigningKeys } from "./tokens/signing-keys.ts";
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
export { type SecondFactor, USER_ROLES, type User, type UserRole } from "./users/user.ts";
export { createUserStore, type UserStore } from "./users/user-store.ts";
export type { Worker } from "./worker/worker.ts";
export type { ObservedScan, Recovery, ScanResult, WorkerObserver } from "./worker/worker-observer.ts";
