/**
 * What the process ends with. The numbers above 1 are those of BSD's `sysexits.h`,
 * which service managers and scripts know.
 */
export const ExitCode = {
  Ok: 0,
  Failure: 1,
  /** The command line was wrong. */
  Usage: 64,
  /** The database cannot be reached or lets nobody in, a file cannot be used, or the port is taken: it may be over later. */
  Unavailable: 69,
  /** A setting, the secret key, Node or the database is not the right one: starting anew does not help. */
  Configuration: 78,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
