import type { WorkerObserver } from "@hostscan/engine";
import type { CallObserver } from "@hostscan/server";

/** Tells two observers, where there are two. The call's own trace is that of the first which has one. */
export function bothCalls(
  one: CallObserver | undefined,
  other: CallObserver | undefined,
): CallObserver | undefined {
  if (!one || !other) return one ?? other;
  return {
    begin(call) {
      const [a, b] = [one.begin(call), other.begin(call)];
      const traceParent = a.traceParent ?? b.traceParent;
      return {
        ...(traceParent && { traceParent }),
        end(answer) {
          a.end(answer);
          b.end(answer);
        },
      };
    },
  };
}

/** Tells two observers, where there are two. */
export function bothScans(
  one: WorkerObserver | undefined,
  other: WorkerObserver | undefined,
): WorkerObserver | undefined {
  if (!one || !other) return one ?? other;
  return {
    begin(claim) {
      const scans = [one.begin(claim), other.begin(claim)];
      return {
        enter: (phase) => scans.forEach((scan) => void scan.enter(phase)),
        fail: (phase) => scans.forEach((scan) => void scan.fail(phase)),
        end: (result) => scans.forEach((scan) => void scan.end(result)),
      };
    },
    recover(recovery) {
      one.recover(recovery);
      other.recover(recovery);
    },
  };
}
