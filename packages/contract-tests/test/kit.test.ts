import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { createKit, runKit, type Target } from "../src/index.ts";
import { problem } from "./broken-promises/mutant.ts";
import { fixtureTarget } from "./fixture-target.ts";

test("finds nothing wrong with a server that keeps to the API, and sees all it declares (fixture of the port)", async () => {
  const { findings, results, unobserved } = await runKit(fixtureTarget());
  expect(findings).toEqual([]);
  expect(results.flatMap(({ missing }) => missing)).toEqual([]);
  expect(unobserved).toEqual([]);
});

test("schedules nothing where no host and no credential is lent, and says what it lacks (fixture of the port)", async () => {
  const scheduled: string[] = [];
  const { baseUrl, fetch, tokens } = fixtureTarget({
    answer(request, response) {
      if (request.method === "POST" && response.ok) scheduled.push(request.url);
      return response;
    },
  });
  const { findings, unobserved } = await runKit({ baseUrl, fetch, tokens: { app: tokens.app } });
  expect(findings).toEqual([]);
  expect(scheduled).toEqual([]);
  const reasons = new Map(
    unobserved.map(({ operationId, status, reason }) => [`${operationId} ${status}`, reason]),
  );
  expect(reasons.get("ByHostId 200")).toMatch(/^needs .*known hosts/);
  expect(reasons.get("PostListOfIdsAsync 200")).toMatch(/^needs credential or .*scannable host/);
  expect(reasons.get("Get 403")).toBe("needs forbidden token or user");
  expect(reasons.get("Get 429")).toBe("needs user or rate limit");
  expect(reasons.get("Get 500")).toBe("needs user or internal fault");
  expect(reasons.get("Get 503")).toBe("needs user or database outage");
});

/** A server that lists no job at first, and answers scans of known hosts by itself, if at all. */
const withoutJobs = (scheduled: () => Response | undefined) => {
  let listed = false;
  return fixtureTarget({
    through: async (request, forward) => {
      if (request.method === "POST" && request.url.includes("/ByHostId/"))
        return scheduled() ?? forward(request);
      if (listed || request.method !== "GET") return forward(request);
      listed = true;
      return Response.json([]);
    },
  });
};
const ofKnownJobs = async (target: Target) => {
  const kit = await createKit(target);
  for (const check of kit.checks.filter(({ needs }) => needs.includes("known job"))) await kit.run(check);
  return kit.report();
};

test("a job to read is scheduled, of what is lent, where a server has none (fixture)", async () => {
  const calls: true[] = [];
  const report = await ofKnownJobs(withoutJobs(() => void calls.push(true)));
  expect(report.findings).toEqual([]);
  expect(calls.length).toBe(1);
  const { hosts: _, ...target } = withoutJobs(() => undefined);
  expect((await ofKnownJobs(target)).findings).toEqual([]);
});

test("a server that has no job, and schedules none of what is lent, fails the checks of reading (fixture)", async () => {
  const { findings, results } = await ofKnownJobs(withoutJobs(() => problem(400)));
  const message = "no job is listed, and none could be scheduled of what is lent";
  expect(findings).toEqual(results.map(() => expect.objectContaining({ message })));
  expect(findings.length).toBeGreaterThan(0);
});

test("a server that never answers a call is told, and the next check is run (fixture)", async () => {
  const { baseUrl, fetch, tokens } = fixtureTarget();
  const kit = await createKit({
    ...{ baseUrl, tokens, timeoutMs: 1_000 },
    fetch: (request) => (request.method === "PUT" ? new Promise(() => {}) : fetch(request)),
  });
  const [first, second] = kit.checks.filter(({ name }) => name.includes("refuses PUT"));
  for (const check of [first, second]) if (check) await kit.run(check);
  const said = kit.report().findings.map(({ message }) => message);
  expect(said).toEqual(Array(2).fill(expect.stringContaining("TimeoutError")));
});

test("tells why a declared answer was not seen", async () => {
  const teapot = { get: { ...openapiDocument.paths["/api/v1/HostScanJob"]?.["get"], operationId: "Brew" } };
  const brew = {
    ...teapot.get,
    responses: { "418": { description: "Tea." }, "403": { description: "No." } },
  };
  const document = { ...openapiDocument, paths: { ...openapiDocument.paths, "/brew": { get: brew } } };
  const target = fixtureTarget({ answer: () => Response.json([]) });
  const kit = await createKit(target, document);
  const reasons = () =>
    kit
      .report()
      .unobserved.filter(({ operationId }) => operationId === "Brew")
      .map(({ status, reason }) => [status, reason]);
  expect(reasons()).toEqual([
    [403, "its check was not run"],
    [418, "no check shows it"],
  ]);
  for (const check of kit.checks.filter(({ name }) => name.startsWith("Brew"))) await kit.run(check);
  expect(reasons()).toContainEqual([403, "the server did not answer it"]);
});

test("refuses a document without an operation that its checks call", async () => {
  const { "/api/v1/HostScanJob/ByHostId/{hostId}": _, ...paths } = openapiDocument.paths;
  const kit = await createKit(fixtureTarget(), { ...openapiDocument, paths });
  for (const check of kit.checks.filter(({ name }) => name === "ByHostId refuses a host that nobody has")) {
    const { findings } = await kit.run(check);
    expect(findings).toEqual([
      { operationId: "-", status: 0, where: check.name, message: "DocumentError: no operation ByHostId" },
    ]);
  }
});

test("does not set out against a server that is out of reach", async () => {
  await expect(createKit({ baseUrl: "http://127.0.0.1:1", tokens: { app: "t" } })).rejects.toThrow(
    "fetch failed",
  );
});
