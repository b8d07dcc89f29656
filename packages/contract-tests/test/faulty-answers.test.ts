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

const cases: readonly Case[] = [
  {
    fault: "an answer to a method that the path does not have",
    check: "/api/v1/HostScanJob refuses PUT, which it does not have",
    answer: () => Response.json([]),
    finding: { operationId: "Get", status: 200, message: "PUT is not declared, so that it should get 405" },
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
