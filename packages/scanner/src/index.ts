export {
  type AuthorizedKey,
  ELEVATION_METHODS,
  type Elevation,
  type ElevationMethod,
  type GroupMember,
  type Inventory,
  type InventoryGroup,
  type InventoryService,
  type InventorySoftware,
  type InventoryTask,
  type InventoryUser,
  SECTION_NAMES,
  type Section,
  type SectionEntries,
  type SectionName,
  type SectionState,
  type ServiceStartType,
  type TaskAction,
  type TaskTrigger,
  type UserPrivilege,
} from "./inventory/types.ts";
export { type Kerberos, type KerberosOptions, openKerberos } from "./kerberos/kerberos.ts";
export { checkCredential } from "./login/usable.ts";
export { createScan, DEFAULT_DEADLINE_MS, scanHost } from "./scan.ts";
export type { WindowsLogins } from "./scanning.ts";
export { judgeKey, type KeyVerdict } from "./trust/judge.ts";
export { asSshThumbprint, parseThumbprint, sameThumbprint, thumbprintOf } from "./trust/thumbprint.ts";
export type {
  HostFacts,
  KeyProtocol,
  MismatchAction,
  ObservedKey,
  Permission,
  Place,
  Refuser,
  Scan,
  ScanCredential,
  ScanFailure,
  ScanHooks,
  ScanOptions,
  ScanOutcome,
  ScanPhase,
  ScanTarget,
  TrustPolicy,
  TrustProtocol,
  WindowsPorts,
} from "./types.ts";
export { within } from "./within.ts";
