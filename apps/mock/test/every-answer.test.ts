import { type Json, openapiDocument } from "@hostscan/contract/document";
import { buildRequest, coverageTable, createObserver, describeFinding } from "@hostscan/contract-tests";
import { expect, test } from "vitest";
import { createMock } from "../src/create-mock.ts";

const baseUrl = "http://mock.test";
const mock = createMock();
const send = async (request: Request) => mock.fetch(request);
const { operations, coverage: none } = createObserver({ ...openapiDocument }, baseUrl);

/** A valid call of each operation, but for what it prefers. */
function preferring(operationId: string, prefer: string): Request {
  const operation =
    operations.find((each) => each.operationId === operationId) ?? expect.fail("no such operation");
  return buildRequest(
    { baseUrl },
    operation,
    { Bearer: "any", Admin: "any", FirstStep: "any" },
    { headers: { Prefer: prefer } },
  );
}

/** Makes the call, and holds the answer against the document. */
async function observed(operationId: string, prefer: string) {
  // By itself: examples tell one job in several ways.
  const { coverage, findings, send: ask } = createObserver({ ...openapiDocument }, baseUrl);
  const seen = await ask(send, preferring(operationId, prefer));
  expect(findings.map(describeFinding)).toEqual([]);
  return { ...seen, coverage };
}

test("every declared answer of every operation is had by its status, and is what the document says", async () => {
  const asked = operations.flatMap(({ operationId, responses }) =>
    [...responses.keys()].map((status) => ({ operationId, status })),
  );
  const all: typeof asked = [];
  for (const { operationId, status } of asked) {
    const seen = await observed(operationId, `code=${status}`);
    expect([operationId, seen.status, seen.headers.get("Preference-Applied")]).toEqual([
      operationId,
      status,
      `code=${status}`,
    ]);
    all.push(...asked.filter(seen.coverage.has));
  }
  process.stdout.write(`\n${coverageTable({ operations, observed: all })}\n`);
  expect(all).toEqual(none.declared);
});

/** Every named example of an answer's body in JSON, read from the document by nothing of the mock's. */
const examples = Object.values(openapiDocument.paths)
  .flatMap((item) => Object.values(item))
  .flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, response]) =>
      Object.entries(Object(at(response, "content"))).flatMap(([type, media]) =>
        Object.keys(Object(/[/+]json$/.test(type) && at(media, "examples"))).map(
          (name) => [operationId, status, name, at(media, "examples", name, "value")] as const,
        ),
      ),
    ),
  );

/** What stands below a value; references on the way are followed. */
function at(value: unknown, ...names: readonly string[]): unknown {
  const reference: unknown = Object(value)["$ref"];
  if (typeof reference === "string") return at(openapiDocument, ...reference.split("/").slice(1), ...names);
  const [name, ...more] = names;
  return name === undefined ? value : at(Object(value)[name], ...more);
}

test.each(examples)(
  "%s %s: its example %s is had by asking for it",
  async (operationId, status, name, value) => {
    const prefer = `code=${status}, example=${name}`;
    const seen = await observed(operationId, prefer);
    // A problem is of the call that it answers; all else is as the document has it.
    const instance = seen.headers.get("X-Request-Id");
    const json = "instance" in Object(value) ? { ...Object(value), instance } : value;
    expect(seen).toMatchObject({ status: Number(status), json });
    expect(seen.headers.get("Preference-Applied")).toBe(prefer);
  },
);

/** Forms of lists beside JSON, with the document's example of each. */
const forms = Object.values(openapiDocument.paths).flatMap((item) =>
  Object.values(item).flatMap(({ operationId, responses }) =>
    Object.entries(Object(at(Object(responses)["200"], "content"))).flatMap(([type, media]) =>
      /[/+]json$/.test(type)
        ? []
        : Object.values(Object(at(media, "examples"))).map(
            (example) => [operationId, type, at(example, "value")] as const,
          ),
    ),
  ),
);

test.each(forms)("%s is had as %s by Accept, as the document shows it", async (operationId, type, text) => {
  const request = preferring(operationId, "");
  request.headers.set("Accept", type);
  const answer = await send(request);
  expect([answer.headers.get("Content-Type"), await answer.text()]).toEqual([`${type}; charset=utf-8`, text]);
});

test("there are more examples than answers, and no answer with a body is without one", () => {
  const withBody = operations.flatMap(({ operationId, responses }) =>
    [...responses.keys()].map((status) => `${operationId} ${status}`),
  );
  const shown = new Set(examples.map(([operationId, status]) => `${operationId} ${status}`));
  expect(withBody.filter((cell) => !shown.has(cell))).toEqual(["CancelJob 202", "RemoveCredential 204"]);
  expect(examples.length).toBeGreaterThan(shown.size);
});

const jsonOf = async (request: Request): Promise<Json> => JSON.parse(await (await send(request)).text());

test("an example alone is looked for in every status, the success first", async () => {
  const seen = await send(preferring("GetJobStatus", "example=jobEnded"));
  expect([seen.status, seen.headers.get("Preference-Applied")]).toEqual([200, "example=jobEnded"]);
  expect((await send(preferring("GetJobStatus", "example=unknownJob"))).status).toBe(404);
});

test.each([
  [
    "an undeclared status",
    "GetJobStatus",
    "code=418",
    "code=418 is none of the answers of GetJobStatus: 200, 400, 401, 403, 404, 405, 429, 500, 503",
  ],
  [
    "a status that is none",
    "CancelJob",
    "code",
    "code= is none of the answers of CancelJob: 202, 400, 401, 403, 404, 405, 429, 500, 503",
  ],
  [
    "an unknown example",
    "GetJobStatus",
    "code=200, example=jobLost",
    "code=200, example=jobLost is none of the examples of GetJobStatus: jobRunning (200), jobEnded (200), jobCancelled (200)",
  ],
  [
    "an example of another status",
    "GetJobStatus",
    "code=404, example=jobEnded",
    "code=404, example=jobEnded is none of the examples of GetJobStatus: unknownJob (404)",
  ],
  [
    "an example of an answer without a body",
    "CancelJob",
    "code=202, example=any",
    "code=202, example=any is none of the examples of CancelJob: there are none",
  ],
])("%s is refused with what there is", async (_name, operationId, prefer, message) => {
  const seen = await observed(operationId, prefer);
  expect(seen).toMatchObject({ status: 400, json: { errors: [{ path: "Prefer", message }] } });
  expect(seen.headers.get("Preference-Applied")).toBeNull();
});

test("an unknown example, asked for alone, is refused with all that there are", async () => {
  const said = JSON.stringify(await jsonOf(preferring("GetJobStatus", "example=jobLost")));
  expect(said).toContain(
    "jobRunning (200), jobEnded (200), jobCancelled (200), malformedId (400), expiredToken (401)",
  );
});

test.each(["respond-async, wait=10", "return=minimal", 'code="404'])(
  "a preference that the mock does not know is passed over: %s",
  async (prefer) => {
    const seen = await send(preferring("GetJobStatus", prefer));
    expect([seen.status, seen.headers.get("Preference-Applied")]).toEqual([200, null]);
  },
);

test("a call that the server would refuse is refused, whatever it prefers", async () => {
  const wrong = [
    new Request(`${baseUrl}/api/v1/HostScanJob`, { headers: { Prefer: "code=200" } }),
    new Request(preferring("PostListOfIdsAsync", "code=503"), { body: "[]" }),
    new Request(`${baseUrl}/api/v1/HostScanJob`, { method: "PUT", headers: { Prefer: "code=200" } }),
    new Request(`${baseUrl}/nowhere`, { headers: { Prefer: "code=200" } }),
  ];
  const seen = await Promise.all(wrong.map(send));
  expect(seen.map(({ status }) => status)).toEqual([401, 400, 405, 404]);
  expect(seen.map(({ headers }) => headers.get("Preference-Applied"))).toEqual([null, null, null, null]);
});
