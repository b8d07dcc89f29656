import { ActionFailureReason, ActionStatus, type components } from "@hostscan/contract";

type HostStatus = components["schemas"]["HostScanHostStatus"];

/** What a host is known by. */
export interface HostName {
  readonly dnsHostName: string | null;
  readonly ipAddress: string | null;
}

/** How a host's scan ends, and how many times as long as others it takes. */
interface Ending {
  readonly failure?: { readonly reason: ActionFailureReason; readonly text: string };
  readonly times: number;
}

const SCANNED: Ending = { times: 1 };

const failing = (reason: keyof typeof ActionFailureReason, text: string, times = 1): Ending => ({
  failure: { reason: ActionFailureReason[reason], text: `Failed: ${text}` },
  times,
});

/** What hosts come to whose names begin so, with a hyphen, a digit or a dot behind: `refused-1.example.com`. */
export const ENDINGS: Readonly<Record<string, Ending>> = {
  refused: failing("FailedToConnect", "the host refused the connection"),
  unreachable: failing("FailedToConnect", "the host did not answer", 3),
  denied: failing("AccessDenied", "the host let nobody in by this credential"),
  timeout: failing("ActionTimeout", "the scan took longer than it may", 5),
  nowhere: failing("InvalidHostName", "no address has this name"),
  broken: failing("SystemError", "the host told nothing of its system"),
  slow: { times: 10 },
  stuck: { times: Number.POSITIVE_INFINITY },
};

/** The networks of documentation (RFC 5737), for hosts without a name; any other is scanned. */
const BY_ADDRESS: Readonly<Record<string, string>> = { "198.51.100.": "refused", "203.0.113.": "denied" };

function endingOf({ dnsHostName, ipAddress }: HostName): Ending {
  const [, word = ""] = /^([a-z]+)(?=[-\d.]|$)/i.exec(dnsHostName ?? "") ?? [];
  const network = dnsHostName
    ? undefined
    : Object.keys(BY_ADDRESS).find((each) => ipAddress?.startsWith(each));
  const name = network ? BY_ADDRESS[network] : word.toLowerCase();
  return (name !== undefined && Object.hasOwn(ENDINGS, name) && ENDINGS[name]) || SCANNED;
}

/** Before the first host of a job is scanned, in scans. */
const WAIT = 0.5;

/** Hosts of a job that are scanned at once; of a large job so many that it takes no more than ten scans. */
const atOnce = (all: number) => Math.max(10, Math.ceil(all / 10));

/** A scan of a host, as a clock tells it: when it begins, when it ends, and how. */
export interface Course {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly ending: Ending;
}

/** The course of the host at a position among all those of a job. */
export function courseOf(
  host: HostName,
  {
    scheduledAt,
    scanMs,
    position,
    all,
  }: {
    readonly scheduledAt: number;
    readonly scanMs: number;
    readonly position: number;
    readonly all: number;
  },
): Course {
  const ending = endingOf(host);
  const startsAt = scheduledAt + scanMs * (WAIT + Math.floor(position / atOnce(all)));
  // No two hosts take the same time.
  const jitter = 0.5 + ((position * 7) % 10) / 10;
  return { startsAt, endsAt: startsAt + scanMs * jitter * ending.times, ending };
}

/** What stands in a job of a host at a time; a cancellation keeps what had ended before. */
export function standOf(course: Course, now: number, cancelledAt: number | undefined): HostStatus {
  const { startsAt, endsAt, ending } = course;
  const at = Math.min(now, cancelledAt ?? now);
  if (at >= endsAt) return ended(ending);
  if (cancelledAt !== undefined)
    return { status: ActionStatus.Cancelled, statusDescription: "Cancelled", failureReason: 0 };
  return at >= startsAt
    ? { status: ActionStatus.Running, statusDescription: "Running", failureReason: 0 }
    : { status: ActionStatus.Queued, statusDescription: "Queued", failureReason: 0 };
}

function ended({ failure }: Ending): HostStatus {
  return failure
    ? { status: ActionStatus.Failed, statusDescription: failure.text, failureReason: failure.reason }
    : { status: ActionStatus.Complete, statusDescription: "Complete", failureReason: 0 };
}
