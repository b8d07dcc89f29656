/** How much may be scanned at once, by all processes together, and how much be tried. `Infinity` is no limit. */
export interface ScanLimits {
  /** Scans at once. */
  readonly total: number;
  /** Scans at once with one credential. */
  readonly perCredential: number;
  /** Scans at once in one /24, or /64 of IPv6. */
  readonly perNetwork: number;
  /** Logins refused in a row until a credential is paused. */
  readonly denials: number;
}

/** Those that hold where none are given; no ordinary installation is slowed by them. */
export const DEFAULT_LIMITS: ScanLimits = { total: 1_000, perCredential: 100, perNetwork: 100, denials: 3 };

/** Whether there is a limit to scans at once. */
export function isLimited({ total, perCredential, perNetwork }: ScanLimits): boolean {
  return [total, perCredential, perNetwork].some(Number.isFinite);
}
