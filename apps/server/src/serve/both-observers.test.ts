import type { WorkerObserver } from "@hostscan/engine";
import type { CallObserver } from "@hostscan/server";
import { expect, test } from "vitest";
import { bothCalls, bothScans } from "./watching.ts";

const call = { method: "GET", operation: "Get", route: "/", traceParent: undefined, traceState: undefined };
const claim = { hostScanHostId: "a", jobId: "b", attempt: 1, traceParent: null };

/** An observer of everything, which says under its name what it hears. */
function keep(name: string, events: string[], traceParent?: string) {
  const calls: CallObserver = {
    begin({ operation }) {
      events.push(`${name} begin ${operation}`);
      return {
        ...(traceParent && { traceParent }),
        end: ({ status }) => events.push(`${name} end ${status}`),
      };
    },
  };
  const scans: WorkerObserver = {
    begin: ({ jobId }) => {
      events.push(`${name} begin ${jobId}`);
      return {
        enter: (phase) => events.push(`${name} enter ${phase}`),
        fail: (phase) => events.push(`${name} fail ${phase}`),
        end: (result) => events.push(`${name} end ${result}`),
      };
    },
    recover: (recovery) => events.push(`${name} ${recovery}`),
    pause: () => events.push(`${name} pause`),
  };
  return { calls, scans };
}

test("both hear of a call, and its trace is that of the one which traces", () => {
  const events: string[] = [];
  const observer = bothCalls(keep("a", events).calls, keep("b", events, "trace").calls);
  const observed = observer?.begin(call);
  observed?.end({ status: 200, seconds: 0 });
  expect(observed?.traceParent).toBe("trace");
  expect(events).toEqual(["a begin Get", "b begin Get", "a end 200", "b end 200"]);
});

test("both hear of a scan", () => {
  const events: string[] = [];
  const observer = bothScans(keep("a", events).scans, keep("b", events).scans);
  const observed = observer?.begin(claim);
  observed?.enter("dns");
  observed?.fail("dns");
  observed?.end("failed");
  observer?.recover("given-up");
  observer?.pause();
  const of = (name: string) =>
    events.filter((event) => event.startsWith(name)).map((event) => event.slice(2));
  expect(of("a")).toEqual(["begin b", "enter dns", "fail dns", "end failed", "given-up", "pause"]);
  expect(of("b")).toEqual(of("a"));
});

test("one alone is told as it is, and none is none", () => {
  const { calls, scans } = keep("a", []);
  expect([bothCalls(calls, undefined), bothCalls(undefined, calls)]).toEqual([calls, calls]);
  expect([bothScans(scans, undefined), bothScans(undefined, scans)]).toEqual([scans, scans]);
  expect([bothCalls(undefined, undefined), bothScans(undefined, undefined)]).toEqual([undefined, undefined]);
});
