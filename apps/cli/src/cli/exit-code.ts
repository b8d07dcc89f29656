/**
 * What the process ends with, and what that means. 64 to 78 are those of BSD's `sysexits.h`, 130 is what shells give
 * to what was interrupted. The help and the README are made from this table.
 */
export const EXIT_CODES = {
  Success: [0, "done; of a job that was waited for: every host was scanned"],
  Failure: [1, "something else went wrong, or the server did not do its part"],
  PartlyFailed: [2, "the job is finished, and some of its hosts could not be scanned"],
  ScanFailed: [3, "the job is finished, and none of its hosts could be scanned"],
  Cancelled: [4, "the job was cancelled"],
  Unfinished: [5, "status: the job is not finished yet"],
  BadInput: [64, "the command line, the CSV file or what the server was asked for is wrong"],
  NotFound: [66, "there is no such job, host or file"],
  Unreachable: [69, "the server cannot be reached, or is too busy"],
  TimedOut: [75, "it took longer than it may; a job goes on"],
  NoAccess: [77, "there is no token, or the server refuses it"],
  Configuration: [78, "the file of tokens cannot be used"],
  Interrupted: [130, "interrupted; a job goes on"],
} as const;

export type ExitName = keyof typeof EXIT_CODES;

/** The number of an exit code. */
export function exitCode(name: ExitName): number {
  return EXIT_CODES[name][0];
}

/** The table as lines, for the help. */
export function exitCodeLines(): string[] {
  return Object.values(EXIT_CODES).map(([code, meaning]) => `  ${String(code).padEnd(3)}  ${meaning}`);
}
