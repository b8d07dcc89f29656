/** Ten years. */
const LONGEST_SECONDS = 10 * 366 * 86_400;

/** What is wrong with how long a token or key is to be valid, in seconds; undefined if nothing is. */
export function lifetimeProblem(seconds: number): string | undefined {
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= LONGEST_SECONDS) return undefined;
  return `must be from 1 to ${LONGEST_SECONDS}`;
}
