import { operationTable } from "@hostscan/contract/routes";
import { Context } from "hono";
import { expect, test } from "vitest";
import { z } from "zod";
import { asApp, asAppSending, fixtureServer, JOBS } from "../fixture/server.ts";
import { createInputReader } from "./request-input.ts";

const HOST = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";
const app = fixtureServer();

async function errorsOf(path: string, init: RequestInit) {
  const response = await app.request(`${JOBS}${path}`, init);
  expect(response.status).toBe(400);
  const problem: { type: string; detail: string; errors: unknown } = JSON.parse(await response.text());
  expect(problem).toMatchObject({
    type: "urn:hostscan:problem:validation",
    detail: expect.stringMatching(/^The request is invalid\./),
  });
  return problem.errors;
}

test.each([
  ["/7", "GET", "hostScanJobId"],
  ["/7", "DELETE", "hostScanJobId"],
  ["/ByHostId/7", "GET", "hostId"],
  ["/ByHostId/%00", "POST", "hostId"],
  ["/ByHostId/%E0%A4%A", "POST", "hostId"],
])("%s of %s: the path's parameter must be a GUID", async (path, method, name) => {
  expect(await errorsOf(path, asApp(method))).toEqual([{ path: name, message: "must be a GUID" }]);
});

test.each([
  ["limit=0", "limit", "must be at least 1"],
  ["limit=201", "limit", "must be at most 200"],
  ["limit=1.5", "limit", "must be a whole number"],
  ["limit=", "limit", "must be a whole number"],
  ["limit=%ZZ", "limit", "must be a whole number"],
  ["limit=1&limit=1", "limit", "must be given once"],
  ["after=", "after", "must have a length of at least 1"],
  ["after=a&after=b", "after", "must be a string"],
])("the query %s is refused", async (query, path, message) => {
  expect(await errorsOf(`?${query}`, asApp())).toEqual([{ path, message }]);
});

test("every wrong parameter is named at once", async () => {
  const wrong = asApp("POST", { "Idempotency-Key": "a b" });

  expect(await errorsOf("/ByHostId/7", wrong)).toMatchObject([
    { path: "hostId" },
    { path: "idempotency-key" },
  ]);
});

test.each(["__proto__=1", "constructor=1", "__proto__[limit]=1&toString=2"])(
  "the query %s is harmless",
  async (query) => {
    expect((await app.request(`${JOBS}?${query}`, asApp())).status).toBe(200);
  },
);

test.each<[unknown, unknown]>([
  [{}, [{ path: "", message: "must be an array" }]],
  [null, [{ path: "", message: "must be an array" }]],
  [[], [{ path: "", message: "must have at least 1 item" }]],
  [
    [HOST, "7", 8, null],
    [
      { path: "/1", message: "must be a GUID" },
      { path: "/2", message: "must be a string" },
      { path: "/3", message: "must be a string" },
    ],
  ],
])("%#: a list of ids that is none is refused", async (body, errors) => {
  expect(await errorsOf("/ByHostIdMultiple", asAppSending(body))).toEqual(errors);
});

test("what is wrong deep in a body is named by a JSON Pointer", async () => {
  const body = [
    {},
    { sshPort: 65_536, sshTrustActionType: 3, credentialId: "7", acceptThumbprintOnFirstDiscovery: null },
  ];

  expect(await errorsOf("", asAppSending(body))).toEqual([
    { path: "/1/credentialId", message: "must be a GUID" },
    { path: "/1/acceptThumbprintOnFirstDiscovery", message: "must be a boolean" },
    { path: "/1/sshTrustActionType", message: "must be one of 0, 1, 2" },
    { path: "/1/sshPort", message: "must be at most 65535" },
  ]);
});

test("a bad body is not looked at while a parameter is wrong", async () => {
  expect(await errorsOf("/OuMapping/7", asAppSending("{"))).toEqual([
    { path: "credentialId", message: "must be a GUID" },
  ]);
});

test("10,000 items are taken, 10,001 are not, and are not looked at one by one", async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `host-${index}.example`);
  expect((await app.request(`${JOBS}/OuMapping/${HOST}`, asAppSending(names))).status).toBe(200);

  const tooMany = Array.from({ length: 10_001 }, () => 7);
  expect(await errorsOf(`/OuMapping/${HOST}`, asAppSending(tooMany))).toEqual([
    { path: "", message: "must have at most 10000 items" },
  ]);
});

test("of very many errors the first hundred are listed", async () => {
  const errors = await errorsOf("/ByHostIdMultiple", asAppSending(Array.from({ length: 5_000 }, () => 7)));

  expect(errors).toHaveLength(100);
});

test("members that would reach for the prototype are harmless", async () => {
  const body =
    '[{"dnsHostName":"a.example","__proto__":{"sshPort":1},"constructor":{"prototype":{"sshPort":2}}}]';
  const response = await app.request(JOBS, asAppSending(body));

  expect(response.status).toBe(200);
  expect(({} as { sshPort?: number }).sshPort).toBeUndefined();
});

test("of a member given twice the last one counts", async () => {
  const response = await app.request(JOBS, asAppSending('[{"dnsHostName":7,"dnsHostName":"a.example"}]'));

  expect(await response.json()).toMatchObject({ hostScanHostStatus: [{ dnsHostName: "a.example" }] });
});

test.each([
  ["as a list", `${"[".repeat(200_000)}${"]".repeat(200_000)}`, 400],
  ["in a member nobody knows", `[{"x":${"[".repeat(200_000)}${"]".repeat(200_000)}}]`, 200],
])("a body nested 200,000 deep %s does not break the server", async (_name, body, status) => {
  expect((await app.request(JOBS, asAppSending(body))).status).toBe(status);
});

test("a body need not be a list", async () => {
  const schema = z.object({ name: z.string() });
  const definition = {
    ...operationTable.PostListOfIdsAsync,
    body: { ...operationTable.PostListOfIdsAsync.body, schema },
  };
  const readInput = createInputReader(definition, 100);
  const sent = new Request("http://host/", asAppSending({ name: "a" }));

  expect(await readInput(new Context(sent))).toMatchObject({ ok: true, value: { body: { name: "a" } } });
});

test("a body is read whatever the runtime hands on beside the request", async () => {
  const response = await app.request(JOBS, asAppSending([{}]), {
    incoming: "a stream that Node does not know",
  });

  expect(response.status).toBe(200);
});

test("a body over the limit is refused", async () => {
  const response = await fixtureServer({ maxBodyBytes: 1_000_000 }).request(
    JOBS,
    asAppSending(JSON.stringify("x".repeat(1_000_000))),
  );

  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({
    type: "urn:hostscan:problem:payload-too-large",
    detail: "The body is larger than 1 MB.",
  });
});

test("an operation without a body passes over one that is sent", async () => {
  expect((await app.request(`${JOBS}/ByHostId/${HOST}`, asAppSending("{"))).status).toBe(200);
});
