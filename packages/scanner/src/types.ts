import type { Elevation, Inventory, SectionName } from "./inventory/types.ts";

/** What to do when a host shows another key than the trusted one (the API's `SshTrustActionType`). */
export type MismatchAction = "trust" | "warn" | "error";

/** What a host shows a key by: an SSH host key, or the TLS certificate of WS-Man or of Remote Desktop. */
export type KeyProtocol = "ssh" | "winrm" | "rdp";

/** What a host is known by: a key, or by Kerberos its name in a realm, which it has proved. */
export type TrustProtocol = KeyProtocol | "kerberos";

/** How a host's keys are judged, before any credential is sent. */
export interface TrustPolicy {
  readonly onMismatch: MismatchAction;
  /** Trust the key seen first, where none is trusted yet. */
  readonly acceptFirstDiscovery: boolean;
  /** The thumbprint trusted for each protocol, in any spelling that `parseThumbprint` reads. */
  readonly trusted: Readonly<Partial<Record<TrustProtocol, string>>>;
  /** The type of the trusted SSH key, as the wire names it, where it is known: it is asked for first. */
  readonly sshKeyType?: string;
  /**
   * The protocol whose key was vouched for (the API's `certificateType`): the host must show that key, and have it
   * accepted, before a login is presented by any other. Where absent, the protocol that the host is scanned by.
   */
  readonly vouchedBy?: KeyProtocol;
}

/** Where a Windows host listens: WS-Man over TLS and without, and Remote Desktop. */
export interface WindowsPorts {
  readonly winrmTls: number;
  readonly winrm: number;
  readonly rdp: number;
}

/** A host to scan. At least one of `dnsHostName` and `ipAddress` is given; the address wins. */
export interface ScanTarget {
  readonly dnsHostName?: string;
  readonly ipAddress?: string;
  /** Of SSH. */
  readonly port: number;
  /** 5986, 5985 and 3389 where absent. */
  readonly ports?: WindowsPorts;
  /** `auto`: whatever answers, SSH first. */
  readonly platform: "linux" | "cisco" | "windows" | "auto";
  readonly trust: TrustPolicy;
}

/**
 * A service account: a password, or a private key with its passphrase, or both; for Windows a keytab, too. An account of
 * a domain is named `user@REALM` or `DOMAIN\\user`.
 */
export interface ScanCredential {
  readonly username: string;
  /** MIT's file of keys for Kerberos, in base64. */
  readonly keytab?: string;
  readonly password?: string;
  /** OpenSSH or PEM text. */
  readonly privateKey?: string;
  readonly passphrase?: string;
  /** How the login becomes the super user, for the sections of the inventory alone; by SSH. */
  readonly elevate?: Elevation;
}

/** A key that a host showed. */
export interface ObservedKey {
  readonly protocol: TrustProtocol;
  /**
   * SSH: `SHA256:` and base64 without padding; a certificate: SHA-256 as 64 upper-case hexadecimal digits; Kerberos: who
   * the host has proved to be, as in `HTTP/web.example@EXAMPLE`.
   */
  readonly thumbprint: string;
  /** SSH: as the wire names it, e.g. `ssh-ed25519`; a certificate: its key, e.g. `rsa-2048`, `ec-prime256v1`; `kerberos`. */
  readonly algorithm: string;
}

/** What a scan read from a host. */
export interface HostFacts {
  readonly name: string;
  readonly os: string;
  readonly version: string;
  /** The address that was connected to. */
  readonly ipAddress: string;
  /** What it is in its network, as in `server of the domain corp.example`; of a Windows that tells. */
  readonly role?: string;
}

/**
 * Where a scan failed. `kdc`: Kerberos did not come about, though nobody refused the account. `denied`: no address of the
 * host may be connected to, or the login may not be told there. `aborted` is the caller's own signal, never the host's
 * doing.
 */
export type ScanPhase =
  | "dns"
  | "denied"
  | "tcp"
  | "tls"
  | "kex"
  | "hostkey"
  | "kdc"
  | "auth"
  | "collect"
  | "timeout"
  | "aborted";

export interface ScanFailure {
  readonly phase: ScanPhase;
  /** For people; holds no secret. */
  readonly message: string;
  /** Of `auth`: the host has answered the login, though it has neither let it in nor refused it. */
  readonly answered?: true;
}

export type ScanOutcome =
  | {
      readonly ok: true;
      readonly facts: HostFacts;
      /** The sections that were asked for; absent where none was. */
      readonly inventory?: Inventory;
      /** All that the host showed, one per protocol. */
      readonly keys: readonly ObservedKey[];
      /** Those that were not trusted before and are from now on (first discovery accepted). */
      readonly pins: readonly ObservedKey[];
      /** For people, e.g. a thumbprint mismatch under `warn`. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly failure: ScanFailure; readonly keys: readonly ObservedKey[] };

/** Where a connection goes to. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** Who refuses a login: the host, or who keeps the accounts of its realm. */
export type Refuser = "host" | "kdc";

/** Whether a scan may go on; `message` says for people why not. */
export type Permission = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Where the caller may hold up a scan, whatever the protocol; the deadline stands still meanwhile. The signal is
 * aborted when the scan ends for another cause. None of them may reject.
 */
export interface ScanHooks {
  /** Awaited before each new connection to an address. */
  readonly beforeConnect?: (address: string, signal: AbortSignal) => Promise<Permission>;
  /** Asked just before every connection, of the very address and port that it goes to; all of them where absent. */
  readonly mayConnect?: (address: string, port: number) => boolean;
  /** Awaited once the host's key is accepted, before anything of the login is sent, its name included. */
  readonly beforeLogin?: (signal: AbortSignal) => Promise<Permission>;
  /**
   * Awaited just before anything of a login is sent, each time anew, with the other end of the very connection it goes
   * over. The scan fails at `denied` where it may not be told there.
   */
  readonly mayLogIn?: (place: Place, signal: AbortSignal) => Promise<Permission>;
  /** Called as soon as the host has let the login in. */
  readonly onLogin?: () => void;
  /**
   * Called as soon as the host, or the KDC of its realm, has answered that it does not. One that breaks off has answered
   * nothing.
   */
  readonly onRefusal?: (by: Refuser) => void;
  /** Called where the login was told nobody after all, although {@link beforeLogin} let it. */
  readonly onUntold?: () => void;
  /** Called at each phase that the scan comes to, until it has ended. It must not throw. */
  readonly onPhase?: (phase: ScanPhase) => void;
}

export interface ScanOptions extends ScanHooks {
  /** From TCP connect to result; 60,000 where absent. */
  readonly deadlineMs?: number;
  /** What to read beside the facts, in the same login; nothing where absent or empty. */
  readonly sections?: readonly SectionName[];
}

/** Scans one host. Never rejects: every fault of the host is a {@link ScanFailure}. */
export type Scan = (
  target: ScanTarget,
  credential: ScanCredential,
  signal: AbortSignal,
  options?: ScanOptions,
) => Promise<ScanOutcome>;
