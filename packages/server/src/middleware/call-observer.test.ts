import type { SchedulingContext } from "@hostscan/core";
import { expect, test } from "vitest";
import { asApp, asAppSending, fixtureJobs, fixtureServer, HOST, JOBS } from "../testing/server.ts";
import type { AnsweredCall, BegunCall, CallObserver } from "./call.ts";

const TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/** Keeps what it hears. */
function keepCalls(traceParent?: string) {
  const calls: { begun: BegunCall; answered?: AnsweredCall }[] = [];
  const observer: CallObserver = {
    begin(begun) {
      const call: (typeof calls)[number] = { begun };
      calls.push(call);
      return { ...(traceParent && { traceParent }), end: (answered) => (call.answered = answered) };
    },
  };
  return { observer, calls };
}

test.each([
  ["POST", `${JOBS}/ByHostId/${HOST}`, "app", 200, "ByHostId", `${JOBS}/ByHostId/{hostId}`],
  ["GET", `${JOBS}/${HOST}`, "app", 404, "GetJobStatus", `${JOBS}/{hostScanJobId}`],
  ["GET", JOBS, "expired", 401, "Get", JOBS],
  ["GET", "/openapi.json", "app", 200, "/openapi.json", "/openapi.json"],
  ["PATCH", JOBS, "app", 405, undefined, undefined],
  ["GET", "/nowhere", "app", 404, undefined, undefined],
])("%s %s by %s is heard of once, with its %i", async (method, path, token, status, operation, route) => {
  const { observer, calls } = keepCalls();
  const headers = { Authorization: `Bearer ${token}` };
  await fixtureServer({ observer }).request(path, { method, headers });
  expect(calls).toMatchObject([
    { begun: { method, operation, route }, answered: { status, seconds: expect.any(Number) } },
  ]);
});

test("a call that fails inside is heard of as a 500", async () => {
  const jobs = fixtureJobs();
  jobs.getJob = () => Promise.reject(new Error("broken"));
  const { observer, calls } = keepCalls();
  await fixtureServer({ jobs, observer }).request(`${JOBS}/${HOST}`, asApp());
  expect(calls).toMatchObject([{ answered: { status: 500 } }]);
});

test("the observer gets the caller's trace, and the port the call's own", async () => {
  const jobs = fixtureJobs();
  const contexts: SchedulingContext[] = [];
  const createJob = jobs.createJob.bind(jobs);
  jobs.createJob = (requests, context) => {
    contexts.push(context);
    return createJob(requests, context);
  };
  const { observer, calls } = keepCalls(TRACE);
  const sent = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: "a=b" };
  await fixtureServer({ jobs, observer }).request(JOBS, asAppSending([{ dnsHostName: "a.example" }], sent));
  expect(calls).toMatchObject([
    { begun: { traceParent: sent.traceparent, traceState: sent.tracestate }, answered: { status: 200 } },
  ]);
  expect(contexts).toMatchObject([{ traceParent: TRACE }]);
});
