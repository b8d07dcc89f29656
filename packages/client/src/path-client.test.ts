import { expect, test, vi } from "vitest";
import { createHostScanClient } from "./client.ts";
import type { HostScanClientOptions } from "./options.ts";

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
const one = "/api/v1/HostScanJob/{hostScanJobId}";
const params = { path: { hostScanJobId: id } };
const post = { body: [{ dnsHostName: "a.example" }] };

/** A client over a fixture of a server: gives the answers in turn, an empty list after them, and keeps the requests. */
function connect(options: Partial<HostScanClientOptions> = {}, ...answers: Response[]) {
  const requests: Request[] = [];
  const fetch = vi.fn(async (request: Request, _init?: RequestInit) => {
    requests.push(request);
    return answers.shift() ?? Response.json([]);
  });
  const client = createHostScanClient({
    baseUrl: "http://server.test",
    token: "t",
    fetch,
    retries: 0,
    ...options,
  });
  return { client, requests, fetch };
}

test("headers of the client and of the call are sent, and null takes one away", async () => {
  const { client, requests } = connect({ headers: { "X-Team": "a", "X-Gone": "b" } });
  await client.GET("/api/v1/HostScanJob", { headers: { traceparent: "00-1", "X-Gone": null } });
  await client.createJob([], { headers: new Headers({ tracestate: "x=1" }) }).catch(() => {});
  const [read, write] = requests.map(({ headers }) => Object.fromEntries(headers));
  expect(read).toMatchObject({ "x-team": "a", traceparent: "00-1", authorization: "Bearer t" });
  expect(read).not.toHaveProperty("x-gone");
  expect(write).toMatchObject({
    "x-team": "a",
    "x-gone": "b",
    tracestate: "x=1",
    "content-type": "application/json",
  });
});

test("members of RequestInit reach fetch, but for a redirect that would be followed", async () => {
  const { client, requests } = connect({ credentials: "include" });
  await client.GET("/api/v1/HostScanJob", { cache: "no-store", keepalive: true, redirect: "follow" });
  await client.GET("/api/v1/HostScanJob", { redirect: "error", integrity: "" });
  expect(requests).toMatchObject([
    { credentials: "include", cache: "no-store", keepalive: true, redirect: "manual" },
    { redirect: "error" },
  ]);
});

test("what Node's fetch takes besides the standard is handed on: an agent", async () => {
  const dispatcher = {};
  const { client, fetch } = connect({ requestInitExt: { dispatcher } });
  await client.GET("/api/v1/HostScanJob");
  expect(fetch.mock.calls[0]?.[1]).toMatchObject({ dispatcher });
});

test("a call may have a fetch, a time limit and a number of repeats of its own", async () => {
  const { client, fetch } = connect();
  const lost = vi.fn(async () => Promise.reject(new TypeError("lost")));
  await expect(client.GET("/api/v1/HostScanJob", { fetch: lost, retries: 1 })).rejects.toThrow("lost");
  expect([lost.mock.calls.length, fetch.mock.calls.length]).toEqual([2, 0]);
  const never = () => new Promise<Response>(() => {});
  const late = client.GET("/api/v1/HostScanJob", { fetch: never, timeoutMs: 10 });
  await expect(late).rejects.toMatchObject({
    name: "HostScanTimeoutError",
    method: "GET",
    requestId: expect.any(String),
  });
});

test("middlewares see every call with its key and name, change it, and can be ejected", async () => {
  const { client, requests } = connect();
  const onRequest = vi.fn(({ request }: { request: Request }) => {
    request.headers.set("X-Seen", "1");
  });
  const middleware = { onRequest };
  client.use(middleware);
  await client.POST("/api/v1/HostScanJob", post);
  await client.getJob(id).catch(() => {});
  client.eject(middleware);
  await client.GET("/api/v1/HostScanJob");
  expect(requests.map(({ headers }) => headers.get("X-Seen"))).toEqual(["1", "1", null]);
  expect(onRequest.mock.calls[0]?.[0].request.headers.get("Idempotency-Key")).toEqual(expect.any(String));
});

test("a middleware may answer by itself, replace the answer, and turn an error into one", async () => {
  const { client, fetch } = connect();
  const own = () => Response.json([{ id: "own" }]);
  const answered = await client.GET("/api/v1/HostScanJob", { middleware: [{ onRequest: own }] });
  const replaced = await client.GET("/api/v1/HostScanJob", { middleware: [{ onResponse: own }] });
  fetch.mockRejectedValueOnce(new TypeError("lost"));
  const mended = await client.GET("/api/v1/HostScanJob", { middleware: [{ onError: own }] });
  expect([answered.data, replaced.data, mended.data]).toEqual(Array(3).fill([{ id: "own" }]));
  const refused = { onRequest: () => Response.json({ title: "No" }, { status: 403 }) };
  expect(await client.GET("/api/v1/HostScanJob", { middleware: [refused] })).toMatchObject({
    error: { title: "No" },
  });
});

const broken = () => {
  throw new RangeError("mine");
};

test.each([
  ["a middleware's onRequest", { middleware: [{ onRequest: broken }] }],
  ["a middleware's onResponse", { middleware: [{ onResponse: broken }] }],
  ["a path serializer", { pathSerializer: broken }],
  ["a query serializer", { querySerializer: broken }],
])("what the caller's own functions throw comes through: %s", async (_name, init) => {
  const { client } = connect();
  await expect(client.GET(one, { params, ...init })).rejects.toThrow(RangeError);
});

test.each([
  ["a body serializer", { bodySerializer: broken }],
  ["the validation", { validate: broken }],
  ["a hook", { onResponse: broken }],
  ["a token function", { token: broken }],
])("as does what those of the client throw: %s", async (_name, options) => {
  const { client } = connect(options);
  await expect(client.POST("/api/v1/HostScanJob", post)).rejects.toThrow(RangeError);
});

test("what is thrown need not be an error, and an onError's error is the one that is thrown", async () => {
  const { client, fetch } = connect({ token: () => Promise.reject("no vault") });
  await expect(client.GET("/api/v1/HostScanJob")).rejects.toBe("no vault");
  const renamed = connect();
  renamed.fetch.mockRejectedValueOnce(new TypeError("lost"));
  const middleware = [{ onError: () => new RangeError("renamed") }];
  await expect(renamed.client.GET("/api/v1/HostScanJob", { middleware })).rejects.toThrow("renamed");
  expect(fetch).not.toHaveBeenCalled();
});

test.each([
  ["a middleware that is none", { middleware: [7] }],
  ["a middleware that answers with something else", { middleware: [{ onRequest: () => 7 }] }],
  ["a header with a line break", { headers: { "X-Token": "se\ncret" } }],
  ["a header beyond Latin-1", { headers: [["X-Token", "secret€"]] }],
  ["a header without a name", { headers: { "": "secret" } }],
  ["a header parameter", { params: { path: params.path, header: { "Idempotency-Key": "secret€" } } }],
  ["a key that is none", { idempotencyKey: "" }],
  ["a query that is no value", { params: { path: params.path, query: { limit: [[{}]] } } }],
  ["a member of RequestInit that is none", { mode: "no-such-mode" }],
])("%s is told as ours, before anything is sent, and without its value", async (_name, init) => {
  const { client, fetch } = connect();
  const given: { readonly params: typeof params; readonly [more: string]: unknown } = { params, ...init };
  const error = await client.GET(one, given).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: "HostScanRequestError", method: "GET", path: one });
  expect(String(error)).not.toContain("secret");
  expect(fetch).not.toHaveBeenCalled();
});

test("bodies that JSON cannot say are told as ours, and what is no middleware", async () => {
  const { client } = connect();
  const circle: { dnsHostName?: string; self?: unknown } = {};
  circle.self = circle;
  await expect(client.createJob([circle])).rejects.toMatchObject({ name: "HostScanRequestError" });
  const use: (middleware: never) => void = client.use;
  expect(() => use(JSON.parse("7") as never)).toThrow("a middleware is an object");
});

test("nothing is asked of anybody for a signal that is aborted, and its reason is thrown", async () => {
  const token = vi.fn(() => "t");
  const { client, fetch } = connect({ token });
  const onRequest = vi.fn();
  client.use({ onRequest });
  const reason = new Error("enough");
  await expect(client.GET("/api/v1/HostScanJob", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect([token, fetch, onRequest].map((called) => called.mock.calls.length)).toEqual([0, 0, 0]);
});

test("an abort within a middleware is the signal's reason", async () => {
  const { client, fetch } = connect();
  const controller = new AbortController();
  const middleware = [{ onRequest: () => controller.abort(new Error("enough")) }];
  const call = client.GET("/api/v1/HostScanJob", { signal: controller.signal, middleware });
  await expect(call).rejects.toThrow("enough");
  expect(fetch).not.toHaveBeenCalled();
});

test("every refusal has an error, be its body a page or nothing, and no refusal looks like a success", async () => {
  const answers = [
    new Response(null, { status: 401, headers: { "Content-Length": "0" } }),
    new Response("<h1>Bad gateway</h1>", { status: 502, statusText: "Bad Gateway" }),
    new Response(null, { status: 302, headers: { Location: "https://elsewhere.example/?secret" } }),
    new Response(null, { status: 304 }),
  ];
  const { client } = connect({}, ...answers);
  const told = await Promise.all(answers.map(() => client.GET(one, { params })));
  expect(told.map(({ data, error }) => [data, error])).toEqual([
    [undefined, { title: "Unexpected answer", status: 401 }],
    [undefined, { title: "Bad Gateway", status: 502, detail: "<h1>Bad gateway</h1>" }],
    [
      undefined,
      {
        title: "Unexpected answer",
        status: 302,
        detail: "The server redirects to https://elsewhere.example/, which is not followed.",
      },
    ],
    [undefined, { title: "Unexpected answer", status: 304 }],
  ]);
});

test.each(["text", "blob", "arrayBuffer", "stream"] as const)(
  "an answer can be had as it came: %s",
  async (parseAs) => {
    const { client } = connect({}, new Response("<h1>"));
    const { data } = await client.GET("/api/v1/HostScanJob", { parseAs });
    expect(await new Response(data ?? "").text()).toBe("<h1>");
  },
);

test("each method of HTTP has its call, and a HEAD needs no body", async () => {
  const { client, requests } = connect({}, new Response(null));
  const request: (method: "head", path: string) => Promise<{ response: Response }> =
    Object.assign(client).request;
  expect((await request("head", "/api/v1/HostScanJob")).response.status).toBe(200);
  expect(requests[0]?.method).toBe("HEAD");
});

test("keys and names are left out where they are not wanted", async () => {
  const { client, requests } = connect({ idempotencyKeys: false, requestIds: false });
  await client.POST("/api/v1/HostScanJob", post);
  expect(requests[0]?.headers.has("Idempotency-Key") || requests[0]?.headers.has("X-Request-Id")).toBe(false);
});

test("a middleware may give a request of the platform's own, as openapi-fetch documents it", async () => {
  const sent: string[] = [];
  const fetch = async (request: Request) => {
    sent.push(
      `${request.headers.get("X-Tenant")} ${request.headers.get("Authorization")} ${await request.text()}`,
    );
    return Response.json({ id: "7" });
  };
  const client = createHostScanClient({ baseUrl: "http://server.test", token: "t", fetch });
  client.use({
    onRequest({ request }) {
      return new Request(request, { headers: { ...Object.fromEntries(request.headers), "X-Tenant": "a" } });
    },
  });
  await client.createJob([{ dnsHostName: "web-1" }]);
  expect(sent).toEqual(['a Bearer t [{"dnsHostName":"web-1"}]']);
});
