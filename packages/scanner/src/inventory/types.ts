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
  readonly missing?: readonly string[] | undefined;
  /** For people, of all but `collected`; holds no secret. */
  readonly message?: string | undefined;
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
  readonly comment?: string | undefined;
}

export interface InventoryUser extends Entry {
  readonly displayName?: string | undefined;
  readonly sid?: string | undefined;
  readonly unixId?: number | undefined;
  readonly unixGroupId?: number | undefined;
  readonly homeDirectory?: string | undefined;
  readonly shell?: string | undefined;
  readonly privilege: UserPrivilege;
  /** What makes it more than a user, e.g. `uid 0`, `group sudo`, `sudoers: ALL=(ALL) NOPASSWD: ALL`. Sorted. */
  readonly privilegedBy?: readonly string[] | undefined;
  /** Expired, without a shell to log in to, or its password locked and no key of it known; of a Windows, disabled. */
  readonly isDisabled?: boolean | undefined;
  /** As passwd(1) tells it: `set`, `empty` (anybody may log in), or `locked` (no password fits); of a Windows the last alone. */
  readonly passwordState?: "set" | "empty" | "locked" | undefined;
  readonly passwordChangedDateTimeUtc?: string | undefined;
  readonly passwordExpirationDateTimeUtc?: string | undefined;
  readonly accountExpirationDateTimeUtc?: string | undefined;
  readonly lastLogonTimestamp?: string | undefined;
  /** Sorted by thumbprint; absent where they could not be read. */
  readonly authorizedKeys?: readonly AuthorizedKey[] | undefined;
}

export interface InventoryGroup extends Entry {
  readonly sid?: string | undefined;
  readonly unixId?: number | undefined;
  /** Sorted by name; of a Unix also the users who have it as their primary group. */
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly kind: "user" | "group";
  readonly name: string;
  readonly sid?: string | undefined;
}

/** As the API names them. */
export type ServiceStartType = "Boot" | "System" | "Automatic" | "Manual" | "Disabled";

export interface InventoryService extends Entry {
  /** What runs it: `systemd`, `openrc`, `sysv`, `rc.d`, `launchd`, `smf`, `src`, `windows`. */
  readonly source: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly startType?: ServiceStartType | undefined;
  readonly state?: "running" | "stopped" | "failed" | undefined;
  /** Whom it runs as. */
  readonly userName?: string | undefined;
  /** Its command line; what looks like a secret in it is masked. */
  readonly binaryPathName?: string | undefined;
  /** As its manager says it, e.g. `simple`, `forking`, `oneshot`. */
  readonly serviceType?: string | undefined;
  /** Names of the services that need it. */
  readonly dependentServices?: readonly string[] | undefined;
  readonly delayedStart?: boolean | undefined;
  readonly canStop?: boolean | undefined;
  readonly canShutdown?: boolean | undefined;
  readonly canPauseAndContinue?: boolean | undefined;
}

export interface TaskTrigger {
  readonly name?: string | undefined;
  readonly enabled: boolean;
  /** As its source says it: the five fields of a crontab, `@daily`, a timer's `OnCalendar`. */
  readonly schedule?: string | undefined;
  readonly startBoundary?: string | undefined;
  readonly endBoundary?: string | undefined;
  readonly repetitionInterval?: string | undefined;
  readonly repetitionDuration?: string | undefined;
  readonly repetitionStopAtDurationEnd?: boolean | undefined;
}

export interface TaskAction {
  /** The command of a Unix whole, arguments included; what looks like a secret is masked. */
  readonly execute?: string | undefined;
  readonly arguments?: string | undefined;
  readonly workingDirectory?: string | undefined;
  /** Of a Windows: the object that is called instead of a program, and with what. */
  readonly classId?: string | undefined;
  readonly data?: string | undefined;
}

export interface InventoryTask extends Entry {
  /** `crontab`, `cron.d`, `cron.daily` and its like, `anacron`, `systemd`, `at`, `launchd`, `windows`. */
  readonly source: string;
  /** The file, unit or folder that holds it. */
  readonly taskPath?: string | undefined;
  readonly userName?: string | undefined;
  readonly description?: string | undefined;
  readonly isEnabled: boolean;
  readonly nextRunTimeUtc?: string | undefined;
  readonly lastRunTimeUtc?: string | undefined;
  readonly lastRunResult?: number | undefined;
  readonly triggers: readonly TaskTrigger[];
  readonly actions: readonly TaskAction[];
}

export interface InventorySoftware extends Entry {
  /** What knows it: `dpkg`, `rpm`, `apk`, `pacman`, `pkg`, `brew`, `windows`, `windows-update`. */
  readonly source: string;
  readonly version: string;
  readonly description?: string | undefined;
  readonly architecture?: string | undefined;
  readonly publisher?: string | undefined;
  readonly installedDateTimeUtc?: string | undefined;
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

/** By which command a login becomes the super user of a Unix; of a router, by `enable`, its privileged user. */
export const ELEVATION_METHODS = ["sudo", "doas", "dzdo", "pbrun", "pmrun", "su", "enable"] as const;
export type ElevationMethod = (typeof ELEVATION_METHODS)[number];
export type UnixElevationMethod = Exclude<ElevationMethod, "enable">;

export interface Elevation {
  readonly method: ElevationMethod;
  /** The login's where absent. It is told only where the host asks for it, and only once. */
  readonly password?: string;
}
