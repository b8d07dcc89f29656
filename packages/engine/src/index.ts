export { accountName } from "./credentials/account-name.ts";
export type { NewCredential } from "./credentials/add-credentials.ts";
export type { Credential } from "./credentials/credential-columns.ts";
export { type CredentialStore, createCredentialStore } from "./credentials/credential-store.ts";
export { findHostCalled } from "./hosts/called-host.ts";
export { type EditedHost, editHost, type HostEdit } from "./hosts/edit-host.ts";
export type { HostOwners, ReownedHost } from "./hosts/host-owner.ts";
export { findHost, type HostFilter, type ListedHost, listHosts } from "./hosts/list-hosts.ts";
export {
  type Engine,
  type EngineOptions,
  openEngine,
  prepareDatabase,
  type WindowsSettings,
  type WorkerSettings,
} from "./installation/open-engine.ts";
export {
  type Installation,
  type InstallationOptions,
  type OpenInstallation,
  openInstallation,
} from "./installation/open-installation.ts";
export { type Backlog, readBacklog } from "./jobs/backlog.ts";
export { type ExportedHost, exportJob } from "./jobs/export-job.ts";
export { type RetriedJob, retryJob } from "./jobs/retry-job.ts";
export type { ScanLimits } from "./limits/scan-limits.ts";
export { isWithin, type Network, parseNetwork } from "./networks/network.ts";
export { databaseEndpoint, type Endpoint, knowOwnServices } from "./networks/own-services.ts";
export { type PortRange, parsePortRange } from "./networks/ports.ts";
export { createScanNetworks, type ScanNetworks } from "./networks/scan-networks.ts";
export { type HostRemoval, type RemovedHost, removeHosts } from "./retention/remove-hosts.ts";
export type { Retention } from "./retention/retention.ts";
export {
  createTrustStore,
  type TrustRecord,
  type TrustRequest,
  type TrustStore,
} from "./trust/trust-store.ts";
export { type KnownHosts, parseKnownHosts } from "./trust-review/known-hosts.ts";
export { type NewKey, reviewJob, reviewKnownHosts, type TrustReview } from "./trust-review/review.ts";
export type { JobsOf } from "./visibility/visible-jobs.ts";
export type { Worker } from "./worker/worker.ts";
export type { ObservedScan, Recovery, ScanResult, WorkerObserver } from "./worker/worker-observer.ts";
