import type { Generated } from "kysely";

/** The protocols by which a host shows a key, and Kerberos, by which it proves its name. */
export type TrustProtocol = "ssh" | "winrm" | "rdp" | "kerberos";

/** The ways in which a key, or a name that was proved, comes to be trusted; nothing else changes a pin. */
export type Acceptance = "request" | "first discovery" | "command" | "proof";

/**
 * The key or certificate that a host shows by one protocol: the one trusted (pinned), and the one it showed last. They
 * differ where the host has shown another one since. Both are in the form that `parseThumbprint` gives.
 */
export interface TrustRecordTable {
  host_id: string;
  protocol: TrustProtocol;
  /** Null where none is trusted yet; of Kerberos a name, as in `HTTP/web.example@EXAMPLE`. */
  pinned_thumbprint: string | null;
  /** As the wire names it; null until the host has shown the pinned key. */
  pinned_algorithm: string | null;
  /** Null until the host has shown one. */
  observed_thumbprint: string | null;
  observed_algorithm: string | null;
  /** When the host first showed, without showing another since, what it shows now; null where it was not kept. */
  first_seen: Date | null;
  last_seen: Date | null;
  /** How the pin came to be; null where there is none, or it is older than these records. */
  accepted_how: Acceptance | null;
  /** The token's subject (`request`), the job's id (`first discovery`, `proof`) or the system's user (`command`). */
  accepted_by: string | null;
  accepted_at: Date | null;
  /** What a scan or a command pinned last, whatever a request has stated since; null where none did. */
  learnt_thumbprint: string | null;
  /** How often a scan or a command has pinned one: a job knows by it what was learnt since it was scheduled. */
  learnings: Generated<number>;
}

/**
 * A key or certificate that a host has shown by one protocol: a host may have one of each type. The ones seen last are
 * kept, and the pinned one.
 */
export interface SeenKeyTable {
  host_id: string;
  protocol: TrustProtocol;
  thumbprint: string;
  /** As the wire names it; null where it was not kept. */
  algorithm: string | null;
  /** Null where it was not kept. */
  first_seen: Date | null;
  last_seen: Date;
}
