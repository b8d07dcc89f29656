/** What to do when a host shows another key than the trusted one (the API's `SshTrustActionType`). */
export type MismatchAction = "trust" | "warn" | "error";

/** How a host's key is judged, before any credential is sent. */
export interface TrustPolicy {
  readonly onMismatch: MismatchAction;
  /** Trust the key seen first, where none is trusted yet. */
  readonly acceptFirstDiscovery: boolean;
  /** `SHA256:` and base64 without padding, as OpenSSH prints it. */
  readonly trustedThumbprint?: string;
}

/** A host to scan. At least one of `dnsHostName` and `ipAddress` is given; the address wins. */
export interface ScanTarget {
  readonly dnsHostName?: string;
  readonly ipAddress?: string;
  readonly port: number;
  readonly platform: "linux" | "cisco";
  readonly trust: TrustPolicy;
}

/** A service account: a password, or a private key with its passphrase, or both. */
export interface ScanCredential {
  readonly username: string;
  readonly password?: string;
  /** OpenSSH or PEM text. */
  readonly privateKey?: string;
  readonly passphrase?: string;
}

/** The key a host showed. */
export interface ObservedKey {
  readonly thumbprint: string;
  /** As the wire names it, e.g. `ssh-ed25519`. */
  readonly algorithm: string;
}

/** What a scan read from a host. */
export interface HostFacts {
  readonly name: string;
  readonly os: string;
  readonly version: string;
  /** The address that was connected to. */
  readonly ipAddress: string;
}

/** Where a scan failed. `aborted` is the caller's own signal, never the host's doing. */
export type ScanPhase =
  | "dns"
  | "tcp"
  | "tls"
  | "kex"
  | "hostkey"
  | "auth"
  | "collect"
  | "timeout"
  | "aborted";

export interface ScanFailure {
  readonly phase: ScanPhase;
  /** For people; holds no secret. */
  readonly message: string;
}

export type ScanOutcome =
  | {
      readonly ok: true;
      readonly facts: HostFacts;
      readonly key: ObservedKey;
      /** The key was not trusted before and is to be pinned (first discovery accepted). */
      readonly pinKey: boolean;
      /** For people, e.g. a thumbprint mismatch under `warn`. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly failure: ScanFailure; readonly key?: ObservedKey };

export interface ScanOptions {
  /** From TCP connect to result; 60,000 where absent. */
  readonly deadlineMs?: number;
  /** Hears of each phase as the scan comes to it. It must not throw. */
  readonly onPhase?: (phase: ScanPhase) => void;
}

/** Scans one host. Never rejects: every fault of the host is a {@link ScanFailure}. */
export type Scan = (
  target: ScanTarget,
  credential: ScanCredential,
  signal: AbortSignal,
  options?: ScanOptions,
) => Promise<ScanOutcome>;
