import { expect, test } from "vitest";
import { createKit, type Finding } from "../src/index.ts";
import { fixtureTarget, type Tampering } from "./fixture-target.ts";

/** A fault in answers, the check that must come upon it, and what it must say. */
interface Case {
  readonly fault: string;
  readonly check: string;
  readonly answer: NonNullable<Tampering["answer"]>;
  readonly finding: Partial<Finding>;
}

const withHeaders = async (response: Response, headers: Record<string, string | null>): Promise<Response> => {
  const copy = new Response(await response.text(), response);
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) copy.headers.delete(name);
    else copy.headers.set(name, value);
  }
  return copy;
};

const json = (response: Response, body: unknown) => new Response(JSON.stringify(body), response);
const reads = "GetJobStatus reads a job, in whatever case its id is written";
const absent = "GetJobStatus does not find an id that nothing has";
const lists = "Get lists no more jobs than asked for";

const cases: readonly Case[] = [
  {
    fault: "an undeclared status",
    check: absent,
    answer: async (_request, response) => new Response(await response.text(), { ...response, status: 410 }),
    finding: { operationId: "GetJobStatus", status: 410, where: "status", message: "is not declared" },
  },
  {
    fault: "another declared status than the case asks for",
    check: absent,
    answer: () => Response.json({}, { status: 200 }),
    finding: { status: 200, where: "status", message: "should be 404" },
  },
  {
    fault: "a problem that is served as JSON",
    check: absent,
    answer: (_request, response) => withHeaders(response, { "Content-Type": "application/json" }),
    finding: {
      status: 404,
      where: "content-type",
      message: "is application/json, not application/problem+json",
    },
  },
  {
    fault: "an answer without a content type",
    check: absent,
    answer: (_request, response) => withHeaders(response, { "Content-Type": null }),
    finding: { where: "content-type", message: "is missing, not application/problem+json" },
  },
  {
    fault: "a body that is not JSON",
    check: absent,
    answer: (_request, response) => new Response("{", response),
    finding: { where: "body", message: "is not JSON" },
  },
  {
    fault: "a body that its schema forbids",
    check: reads,
    answer: (_request, response) =>
      json(response, { id: "9c711ab3-8fc1-4d66-88d4-08f85117f32e", status: "Running" }),
    finding: { operationId: "GetJobStatus", status: 200, where: "body /status" },
  },
  {
    fault: "a problem that tells of another status",
    check: absent,
    answer: (_request, response) => json(response, { status: 400 }),
    finding: { where: "body /status", message: "is 400, but the answer's status is 404" },
  },
  {
    fault: "a missing header",
    check: absent,
    answer: (_request, response) => withHeaders(response, { "X-Request-Id": null }),
    finding: { where: "header X-Request-Id", message: "is missing" },
  },
  {
    fault: "a header that its schema forbids",
    check: absent,
    answer: (_request, response) => withHeaders(response, { "X-Request-Id": "not an id" }),
    finding: { where: "header X-Request-Id", status: 404 },
  },
  {
    fault: "a 401 that names no scheme",
    check: "GetJobStatus refuses a caller without a token",
    answer: (_request, response) => withHeaders(response, { "WWW-Authenticate": 'Digest realm="hostscan"' }),
    finding: { where: "header WWW-Authenticate", status: 401 },
  },
  {
    fault: "a 405 whose Allow lacks a method",
    check: "/api/v1/HostScanJob refuses PUT, which it does not have",
    answer: (_request, response) => withHeaders(response, { Allow: "GET, HEAD" }),
    finding: { where: "header Allow", message: 'is "GET, HEAD", but the document has GET, POST' },
  },
  {
    fault: "an answer to a method that the path does not have",
    check: "/api/v1/HostScanJob refuses PUT, which it does not have",
    answer: () => Response.json([]),
    finding: { operationId: "Get", status: 200, message: "PUT is not declared, so that it should get 405" },
  },
  {
    fault: "a Link that leads elsewhere",
    check: lists,
    answer: (_request, response) => withHeaders(response, { Link: '</elsewhere?after=a>; rel="next"' }),
    finding: { where: "header Link", message: "leads to /elsewhere, another path than the page's" },
  },
  {
    fault: "a Link that is none",
    check: lists,
    answer: (_request, response) => withHeaders(response, { Link: "/api/v1/HostScanJob?after=a" }),
    finding: {
      where: "header Link",
      message: 'is "/api/v1/HostScanJob?after=a", not <…>; rel="next" (RFC 8288)',
    },
  },
  {
    fault: "a body in an answer that has none",
    check: "CancelJob cancels a job that has not ended, and accepts it again",
    answer: ({ method }, response) => (method === "DELETE" ? json(response, {}) : response),
    finding: { operationId: "CancelJob", status: 202, where: "body" },
  },
  {
    fault: "a refused body without a word on what is wrong with it",
    check: "ByHostIdMultipleAsync refuses an empty list, and says where it is wrong",
    answer: (_request, response) => json(response, { status: 400 }),
    finding: { operationId: "ByHostIdMultipleAsync", where: "body /errors", message: "names nothing" },
  },
  {
    fault: "an unknown path that is no problem document",
    check: "a path that the API does not have is a problem too",
    answer: (_request, response) => withHeaders(response, { "Content-Type": null }),
    finding: { where: "content-type", message: "is missing" },
  },
  {
    fault: "a request id of the server's own instead of the caller's",
    check: "a request id that the caller chose comes back",
    answer: (_request, response) => withHeaders(response, { "X-Request-Id": "mine" }),
    finding: { where: "header X-Request-Id", status: 200 },
  },
];

const named = cases.map(({ fault, ...rest }) => [fault, rest] as const);

test.each(named)("finds %s (fixture: tampered answers)", async (_fault, { check, answer, finding }) => {
  let tampering = false;
  const target = fixtureTarget({
    answer: (request, response) => (tampering ? answer(request, response) : response),
  });
  const kit = await createKit(target);
  tampering = true;
  const [run] = kit.checks.filter(({ name }) => name === check);
  expect(run, check).toBeDefined();
  const found = run ? await kit.run(run) : undefined;
  expect(found?.findings).toContainEqual(expect.objectContaining(finding));
});

test("finds a server that breaks off in the middle of a check", async () => {
  let broken = false;
  const target = fixtureTarget({
    answer(_request, response) {
      if (broken) throw new TypeError("fetch failed");
      return response;
    },
  });
  const kit = await createKit(target);
  broken = true;
  for (const check of kit.checks.slice(0, 1)) {
    const { findings } = await kit.run(check);
    expect(findings).toEqual([
      { operationId: "-", status: 0, where: check.name, message: "TypeError: fetch failed" },
    ]);
  }
});
