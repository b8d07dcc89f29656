import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import {
  begin,
  type Course,
  complete,
  fail,
  type KnownHost,
  type ScanRecord,
} from "@hostscan/server/testing";

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

const NOWHERE = failing("InvalidHostName", "no address has this name");

/** What hosts come to whose names begin so, with a hyphen, a digit or a dot behind: `refused-1.example.com`. */
export const ENDINGS: Readonly<Record<string, Ending>> = {
  refused: failing("FailedToConnect", "the host refused the connection"),
  unreachable: failing("FailedToConnect", "the host did not answer", 3),
  denied: failing("AccessDenied", "the host let nobody in by this credential"),
  timeout: failing("ActionTimeout", "the scan took longer than it may", 5),
  nowhere: NOWHERE,
  broken: failing("SystemError", "the host told nothing of its system"),
  slow: { times: 10 },
  stuck: { times: Number.POSITIVE_INFINITY },
};

/** The networks of documentation (RFC 5737), for hosts without a name; any other is scanned. */
const BY_ADDRESS: Readonly<Record<string, string>> = { "198.51.100.": "refused", "203.0.113.": "denied" };

/** Names that never have an address (RFC 6761). */
const NO_ADDRESS = /\.invalid$/;

function endingOf({ host: { dnsHostName }, settings: { ipAddress } }: ScanRecord): Ending {
  if (dnsHostName && NO_ADDRESS.test(dnsHostName)) return NOWHERE;
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

/** When a scan begins at the earliest, and how long it takes. */
interface Timing {
  startsAt: number;
  readonly takesMs: number;
}

/** How long most scans take, and what time it is, in milliseconds. */
export interface ClockOptions {
  readonly scanMs: number;
  readonly now: () => number;
}

/** Scans go on by themselves, as time passes, and end as the names of their hosts say. No host is scanned twice at once. */
export function byClock({ scanMs, now }: ClockOptions): Course {
  const timings = new WeakMap<ScanRecord, Timing>();

  function goOn(open: Iterable<ScanRecord>): void {
    const at = now();
    /** From when on hosts are free again: those that are being scanned, and those whose scan has just ended. */
    const freeAt = new Map<KnownHost, number>();
    const scans = [...open].flatMap((scan) => {
      const timing = timings.get(scan);
      return timing ? [{ scan, timing }] : [];
    });
    for (const { scan, timing } of scans) {
      if (scan.status === ActionStatus.Running) freeAt.set(scan.host, timing.startsAt + timing.takesMs);
    }
    for (const { scan, timing } of scans) {
      if (scan.status === ActionStatus.Queued) {
        const free = freeAt.get(scan.host) ?? 0;
        // A host may be free before its time, when its scan is cancelled: then the next one begins at once.
        timing.startsAt = Math.max(timing.startsAt, Math.min(free, at));
        if (free > at || timing.startsAt > at) continue;
        begin(scan);
        freeAt.set(scan.host, timing.startsAt + timing.takesMs);
      }
      if (scan.status === ActionStatus.Running && timing.startsAt + timing.takesMs <= at) end(scan);
    }
  }

  return {
    scheduled(scans) {
      const scheduledAt = now();
      for (const [position, scan] of scans.entries()) {
        // No two hosts take the same time.
        const jitter = 0.5 + ((position * 7) % 10) / 10;
        timings.set(scan, {
          startsAt: scheduledAt + scanMs * (WAIT + Math.floor(position / atOnce(scans.length))),
          takesMs: scanMs * jitter * endingOf(scan).times,
        });
      }
    },
    beforeRead: goOn,
    beforeChange: goOn,
  };
}

function end(scan: ScanRecord): void {
  const { failure } = endingOf(scan);
  const name = scan.host.dnsHostName ?? scan.settings.ipAddress ?? null;
  if (failure) fail(scan, failure.reason, failure.text);
  else complete(scan, { name, os: "Debian GNU/Linux", version: "12" });
}
