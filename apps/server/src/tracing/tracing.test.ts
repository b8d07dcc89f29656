import { pino } from "pino";
import { expect, onTestFinished, test, vi } from "vitest";
import { startTraceCollector, type TraceCollector } from "../../test/trace-collector.ts";
import { readTraceParent, startTracing, type Tracing } from "./tracing.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = `00-${TRACE}-00f067aa0ba902b7-01`;
const claim = { hostScanHostId: "scan-1", jobId: "job-1", attempt: 2, traceParent: null };

/** The spans that a process sends until its end. */
async function spansOf(use: (tracing: Tracing) => void, env: Readonly<Record<string, string>> = {}) {
  const collector: TraceCollector = await startTraceCollector();
  onTestFinished(() => void vi.unstubAllEnvs());
  // The exporter reads the process's own variables.
  for (const [name, value] of Object.entries({ ...collector.env, ...env })) vi.stubEnv(name, value);
  const tracing = startTracing(process.env, pino({ enabled: false }));
  use(tracing);
  await tracing.stop();
  return collector.spans;
}

const call = (traceParent?: string) => ({
  method: "POST",
  operation: "CancelJob",
  route: "/jobs/{id}",
  traceParent,
  traceState: undefined,
});

test("a call goes on with its caller's trace, and hands on its own span (fixture collector)", async () => {
  let own: string | undefined;
  const [span] = await spansOf(({ calls }) => {
    const observed = calls.begin(call(CALLER));
    own = observed.traceParent;
    observed.end({ status: 202, seconds: 0.1 });
  });
  expect(span).toMatchObject({
    service: "hostscan-server",
    name: "POST /jobs/{id}",
    traceId: TRACE,
    parentSpanId: "00f067aa0ba902b7",
    attributes: { "hostscan.operation": "CancelJob", "http.response.status_code": 202 },
    failed: false,
  });
  expect(readTraceParent(own ?? "")).toMatchObject({ traceId: TRACE, spanId: span?.spanId });
});

test("a fault of ours is an error, and a call that nothing takes has its method as its name (fixture collector)", async () => {
  const spans = await spansOf(({ calls }) => {
    calls.begin(call()).end({ status: 500, seconds: 0.1 });
    const nowhere = { ...call(), operation: undefined, route: undefined };
    calls.begin(nowhere).end({ status: 404, seconds: 0.1 });
  });
  expect(spans).toMatchObject([
    { name: "POST /jobs/{id}", failed: true },
    { name: "POST", failed: false },
  ]);
});

test("a scan is a trace of its own, which links to its cause and tells its phases (fixture collector)", async () => {
  const spans = await spansOf(({ scans }) => {
    const good = scans.begin({ ...claim, traceParent: CALLER });
    good.enter("dns");
    good.enter("tcp");
    good.end("complete");
    const bad = scans.begin(claim);
    bad.enter("dns");
    bad.fail("dns");
    bad.end("failed");
    scans.recover("late-result");
    scans.pause();
  });
  const [goodDns, goodTcp, good, badDns, bad] = spans;
  expect(good).toMatchObject({
    name: "scan host",
    links: [{ traceId: TRACE, spanId: "00f067aa0ba902b7" }],
    attributes: {
      "hostscan.job.id": "job-1",
      "hostscan.host_scan_host.id": "scan-1",
      "hostscan.attempt": 2,
      "hostscan.outcome": "complete",
    },
    failed: false,
  });
  expect(good?.traceId).not.toBe(TRACE);
  const within = { traceId: good?.traceId, parentSpanId: good?.spanId, failed: false };
  expect([goodDns, goodTcp]).toMatchObject([
    { name: "dns", ...within },
    { name: "tcp", ...within },
  ]);
  expect(bad).toMatchObject({
    links: [],
    attributes: { "hostscan.outcome": "failed", "hostscan.failed_in": "dns" },
    failed: true,
  });
  expect(badDns).toMatchObject({ name: "dns", parentSpanId: bad?.spanId, failed: true });
  expect(spans).toHaveLength(5);
});

test("the standard variables name the service, and may sample nothing (fixture collector)", async () => {
  const named = await spansOf(({ calls }) => calls.begin(call()).end({ status: 200, seconds: 0 }), {
    OTEL_SERVICE_NAME: "scans",
  });
  expect(named).toMatchObject([{ service: "scans" }]);
  const none = await spansOf(({ calls }) => calls.begin(call()).end({ status: 200, seconds: 0 }), {
    OTEL_TRACES_SAMPLER: "always_off",
  });
  expect(none).toEqual([]);
});
