import { Hono } from "hono";
import { expect, test } from "vitest";
import { z } from "zod";
import { credentialId } from "../testing/hosts.ts";
import { asApp, asAppSending, fixtureServer, HOST, JOBS } from "../testing/server.ts";
import { validate } from "./validate.ts";

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
    { sshPort: 65_536, sshTrustActionType: 3, credentialId: "7", acceptThumbprintOnFirstDiscovery: 1 },
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
  expect((await app.request(`${JOBS}/OuMapping/${credentialId}`, asAppSending(names))).status).toBe(200);

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
  ["as a list", (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`],
  ["in a member nobody knows", (depth: number) => `[{"x":${"[".repeat(depth - 2)}${"]".repeat(depth - 2)}}]`],
  ["by objects", (depth: number) => `${'{"x":'.repeat(depth)}1${"}".repeat(depth)}`],
  ["and never closed", (depth: number) => "[".repeat(depth)],
])("a body nested deeper than 32 levels %s is refused as it stands", async (_name, nested) => {
  const tooDeep = [{ path: "", message: "must not be nested deeper than 32 levels" }];
  for (const depth of [33, 1_000_000])
    expect(await errorsOf("", asAppSending(nested(depth)))).toEqual(tooDeep);
  expect(await (await app.request(JOBS, asAppSending(nested(32)))).text()).not.toContain("nested deeper");
});

test("brackets in a text are no nesting, and values in it are none", async () => {
  const body = [{ dnsHostName: "a.example", note: "[{:,".repeat(2_000_000) }];
  expect((await app.request(JOBS, asAppSending(body))).status).toBe(200);
});

test("a member that nobody knows may hold much, but no more than four times the largest honest request", async () => {
  const sending = (values: number) =>
    asAppSending(`[{"dnsHostName":"a.example","x":[0${",0".repeat(values)}]}]`);
  expect((await app.request(JOBS, sending(900_000))).status).toBe(200);
  const refused = await app.request(JOBS, sending(1_280_100));
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject({
    detail: "The body holds more than 1280004 values and names.",
  });
});

test("names of members are bounded, as each that a parser meets for the first time holds it up", async () => {
  const members = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, key) => [`k${key}`, 0]));
  const rows = (count: number) => [
    { ...members(count / 2), dnsHostName: "a.example" },
    { ...members(count), ipAddress: "192.0.2.1", credentialId },
  ];
  expect((await app.request(JOBS, asAppSending(rows(900)))).status).toBe(200);
  expect(await errorsOf("", asAppSending(rows(1_100)))).toEqual([
    { path: "", message: "must not have more than 1000 different names of members" },
  ]);
});

test("a number has no more digits than any that a program writes", async () => {
  const sending = (digits: number) =>
    asAppSending(`[{"dnsHostName":"a.example","x":1.${"1".repeat(digits)}}]`);
  expect((await app.request(JOBS, sending(400))).status).toBe(200);
  expect(await errorsOf("", sending(401))).toEqual([
    { path: "", message: "must not have a number of more than 400 digits in a row" },
  ]);
});

const ILL_FORMED = "must not hold U+0000 or half of a surrogate pair";
const ILL_FORMED_NAME = "has a member whose name holds U+0000 or half of a surrogate pair";

test.each([
  ['[{"source":"a\\u0000"}]', "/0/source", ILL_FORMED],
  ['[{},{"source":"\\uD800"}]', "/1/source", ILL_FORMED],
  ['[{"source":"\\udfff\\ud800"}]', "/0/source", ILL_FORMED],
  ['[{"x":{"y/z":["\\u0000"]}}]', "/0/x/y~1z/0", ILL_FORMED],
  ['[{"a\\u0000b":1}]', "/0", ILL_FORMED_NAME],
  ['{"\\udabc":1}', "", ILL_FORMED_NAME],
  ['"\\u0000"', "", ILL_FORMED],
])("%s is told where it is no text", async (body, path, message) => {
  expect(await errorsOf("", asAppSending(body))).toEqual([{ path, message }]);
});

test.each(['"\\ud83d\\ude00"', '"\\\\u0000"', '"\\\\\\\\ud800"', '"😀"'])("%s is text", async (source) => {
  const body = `[{"dnsHostName":"a.example","source":${source}}]`;
  expect((await app.request(JOBS, asAppSending(body))).status).toBe(200);
});

test("a place that is too long to be told is told as what it lies in", async () => {
  const body = `[{"${"x".repeat(300)}":["\\u0000"]}]`;
  expect(await errorsOf("", asAppSending(body))).toEqual([{ path: "/0/0", message: ILL_FORMED }]);
});

test.each(["%00", "a%00b"])(
  "a query that holds U+0000 (%s) is told by the parameter's name",
  async (after) => {
    expect(await errorsOf(`?after=${after}`, asApp())).toEqual([{ path: "after", message: ILL_FORMED }]);
  },
);

test("what is wrong in a long list is told by its place in the whole", async () => {
  const names = Array.from({ length: 3_000 }, (_, index) => (index === 2_999 ? 7 : `host-${index}.example`));
  expect(await errorsOf(`/OuMapping/${HOST}`, asAppSending(names))).toEqual([
    { path: "/2999", message: "must be a string" },
  ]);
});

test("a long list is taken in the order that it has", async () => {
  const names = Array.from({ length: 3_000 }, (_, index) => `host-${index}.example`);
  const answer = await app.request(`${JOBS}/OuMapping/${credentialId}`, asAppSending(names));
  const hosts = names.map((dnsHostName) => expect.objectContaining({ dnsHostName }));
  expect(await answer.json()).toMatchObject({ hostScanHostStatus: hosts });
});

test("others go on while a long list is looked at", async () => {
  const order: string[] = [];
  const names = Array.from({ length: 9_000 }, (_, index) => `host-${index}.example`);
  const long = async () => {
    await app.request(`${JOBS}/OuMapping/${credentialId}`, asAppSending(names));
    order.push("list");
  };
  const other = new Promise<void>((resolve) => setImmediate(() => resolve())).then(() => order.push("other"));
  await Promise.all([long(), other]);
  expect(order).toEqual(["other", "list"]);
});

test.each(["1e999", "-1e999", "1".repeat(400), "0.5"])(
  "a number beyond bounds (%#) is an invalid value",
  async (port) => {
    const [error] = (await errorsOf("", asAppSending(`[{"sshPort":${port}}]`))) as {
      path: string;
      message: string;
    }[];
    expect(error?.path).toBe("/0/sshPort");
    expect(error?.message.length).toBeLessThan(100);
  },
);

test("a body need not be a list", async () => {
  const schema = z.object({ name: z.string() });
  const route = { operationId: "Test", request: { body: { content: { "application/json": { schema } } } } };
  const own = new Hono().post("/", validate(route, 100), (c) => {
    const request: { valid(target: "json"): object } = c.req;
    return c.json(request.valid("json"));
  });
  const response = await own.request("/", asAppSending({ name: "a", other: 1 }));

  expect(await response.json()).toEqual({ name: "a" });
});

test("a body is read whatever the runtime hands on beside the request", async () => {
  const response = await app.request(JOBS, asAppSending([{ dnsHostName: "a.example" }]), {
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

test("an operation that reads nothing of a request takes any", async () => {
  const own = new Hono().post("/", validate({ operationId: "Any" }, 100), (c) => c.text("taken"));
  const response = await own.request("/?a=%00", { method: "POST", body: "{" });
  expect(await response.text()).toBe("taken");
});
