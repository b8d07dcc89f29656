import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { createKit, runKit } from "../src/index.ts";
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
