/**
 * What the process ends with. The numbers above 1 are those of BSD's `sysexits.h`,
 * which service managers and scripts know.
 */
export const ExitCode = {
  Ok: 0,
  Failure: 1,
  /** The command line was wrong. */
  Usage: 64,
  /** The database cannot be reached, or the port is taken. */
  Unavailable: 69,
  /** A setting is unknown or bad, or the secret key is not the right one. */
  Configuration: 78,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
