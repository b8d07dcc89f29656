/** What may be read of a host beside its facts. */
export const SECTION_NAMES = ["users", "groups", "services", "scheduledTasks", "software"] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

/**
 * What the reading of one section came to; the entries are what was read, whatever the state.
 *
 * - `collected`: all there is.
 * - `denied`: a right was missing; the entries lack what it opens.
 * - `unsupported`: the host has nothing of the kind, or none that is known here.
 * - `cutOff`: a bound was reached; there is more.
 * - `failed`: the host did not answer, or not as it should.
 */
export type SectionState = "collected" | "denied" | "unsupported" | "cutOff" | "failed";

export interface Section<Entry> {
  readonly state: SectionState;
  /** Of `denied`: what the login may not read, e.g. `/etc/shadow`. */
  readonly missing?: readonly string[];
  /** For people, of `denied`, `failed` and `cutOff`; holds no secret. */
  readonly message?: string;
  /** Sorted by key. */
  readonly entries: readonly Entry[];
}

/** What every entry has. Texts are clean and bounded, moments are ISO 8601 in UTC; what a host does not tell is absent. */
interface Entry {
  /** Unique in its section, and the same from scan to scan for as long as the thing is the same. */
  readonly key: string;
  readonly name: string;
}

/** As the API names them (`UserPrivilege`). */
export type UserPrivilege =
  | "NotSet"
  | "Administrator"
  | "PowerUser"
  | "Guest"
  | "User"
  | "SuperUser"
  | "LinuxUser"
  | `CiscoPrivilege_${number}`
  | "DomainAdmin"
  | "EnterpriseAdmin";

/** A public key that opens an account; its options are never read. */
export interface AuthorizedKey {
  /** As in the file, e.g. `ssh-ed25519`. */
  readonly type: string;
  /** `SHA256:` and base64 without padding. */
  readonly thumbprint: string;
  readonly comment?: string;
}

export interface InventoryUser extends Entry {
  readonly displayName?: string;
  readonly sid?: string;
  readonly unixId?: number;
  readonly unixGroupId?: number;
  readonly homeDirectory?: string;
  readonly shell?: string;
  readonly privilege: UserPrivilege;
  /** What makes it more than a user, e.g. `uid 0`, `group sudo`, `sudoers: ALL=(ALL) NOPASSWD: ALL`. Sorted. */
  readonly privilegedBy?: readonly string[];
  /** Expired, without a shell to log in to, or its password locked and no key of it known. */
  readonly isDisabled?: boolean;
  /** As passwd(1) tells it: `set`, `empty` (anybody may log in), or `locked` (no password fits). */
  readonly passwordState?: "set" | "empty" | "locked";
  readonly passwordChangedDateTimeUtc?: string;
  readonly passwordExpirationDateTimeUtc?: string;
  readonly accountExpirationDateTimeUtc?: string;
  readonly lastLogonTimestamp?: string;
  /** Sorted by thumbprint; absent where they could not be read. */
  readonly authorizedKeys?: readonly AuthorizedKey[];
}

export interface InventoryGroup extends Entry {
  readonly sid?: string;
  readonly unixId?: number;
  /** Sorted by name; of a Unix also the users who have it as their primary group. */
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly kind: "user" | "group";
  readonly name: string;
  readonly sid?: string;
}

/** As the API names them. */
export type ServiceStartType = "Boot" | "System" | "Automatic" | "Manual" | "Disabled";

export interface InventoryService extends Entry {
  /** What runs it: `systemd`, `openrc`, `sysv`, `rc.d`, `launchd`, `smf`, `src`, `windows`. */
  readonly source: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly startType?: ServiceStartType;
  readonly state?: "running" | "stopped" | "failed";
  /** Whom it runs as. */
  readonly userName?: string;
  /** Its command line; what looks like a secret in it is masked. */
  readonly binaryPathName?: string;
  /** As its manager says it, e.g. `simple`, `forking`, `oneshot`. */
  readonly serviceType?: string;
  /** Names of the services that need it. */
  readonly dependentServices?: readonly string[];
  readonly delayedStart?: boolean;
  readonly canStop?: boolean;
  readonly canShutdown?: boolean;
  readonly canPauseAndContinue?: boolean;
}

export interface TaskTrigger {
  readonly name?: string;
  readonly enabled: boolean;
  /** As its source says it: the five fields of a crontab, `@daily`, a timer's `OnCalendar`. */
  readonly schedule?: string;
  readonly startBoundary?: string;
  readonly endBoundary?: string;
  readonly repetitionInterval?: string;
  readonly repetitionDuration?: string;
  readonly repetitionStopAtDurationEnd?: boolean;
}

export interface TaskAction {
  /** The command of a Unix whole, arguments included; what looks like a secret is masked. */
  readonly execute: string;
  readonly arguments?: string;
  readonly workingDirectory?: string;
}

export interface InventoryTask extends Entry {
  /** `crontab`, `cron.d`, `cron.daily` and its like, `anacron`, `systemd`, `at`, `launchd`, `windows`. */
  readonly source: string;
  /** The file, unit or folder that holds it. */
  readonly taskPath?: string;
  readonly userName?: string;
  readonly description?: string;
  readonly isEnabled: boolean;
  readonly nextRunTimeUtc?: string;
  readonly lastRunTimeUtc?: string;
  readonly lastRunResult?: number;
  readonly triggers: readonly TaskTrigger[];
  readonly actions: readonly TaskAction[];
}

export interface InventorySoftware extends Entry {
  /** What knows it: `dpkg`, `rpm`, `apk`, `pacman`, `pkg`, `brew`, `windows`. */
  readonly source: string;
  readonly version: string;
  readonly description?: string;
  readonly architecture?: string;
  readonly publisher?: string;
  readonly installedDateTimeUtc?: string;
}

/** What an entry of each section is. */
export interface SectionEntries {
  readonly users: InventoryUser;
  readonly groups: InventoryGroup;
  readonly services: InventoryService;
  readonly scheduledTasks: InventoryTask;
  readonly software: InventorySoftware;
}

/** The sections that were asked for, and only those. */
export type Inventory = { readonly [Name in SectionName]?: Section<SectionEntries[Name]> };

/** By which command a login becomes the super user. */
export const ELEVATION_METHODS = ["sudo", "doas", "dzdo", "pbrun", "pmrun", "su"] as const;
export type ElevationMethod = (typeof ELEVATION_METHODS)[number];

export interface Elevation {
  readonly method: ElevationMethod;
  /** The login's where absent. It is told only where the host asks for it, and only once. */
  readonly password?: string;
}
