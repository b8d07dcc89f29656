/** Less than this is noise, in microseconds of processor time. */
export const LEAST_COST = 3_000;

/** The processor time of this thread that a call takes, in microseconds: others may run meanwhile. */
export function cost(run: () => unknown): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
