import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CallSettings, createExchange } from "./exchange.ts";
import type { AttemptEnd, HostScanFetchOptions } from "./options.ts";

const path = "/api/v1/HostScanJob";
const url = `https://nps.example:6500${path}`;
const lost = new TypeError("fetch failed");
const refusal = (status: number, headers: HeadersInit = {}) => new Response(null, { status, headers });
const fine = () => Response.json([]);

/** A fixture of a server: gives the answers in turn, and keeps the requests and the pauses before them. */
function served(...answers: (Response | Error | Promise<Response>)[]) {
  const requests: Request[] = [];
  const times: number[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    requests.push(request);
    times.push(performance.now());
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  };
  const call = (options?: HostScanFetchOptions) => {
    const exchange = createExchange({
      baseUrl: "https://nps.example:6500/",
      token: "t-1",
      fetch,
      ...options,
    });
    return (method: string, path: string, settings?: CallSettings, init: RequestInit = {}) =>
      exchange(new Request(`https://nps.example:6500${path}`, { method, ...init }), undefined, settings);
  };
  const pauses = () => times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const sent = (header: string) => requests.map((request) => request.headers.get(header));
  return { call, requests, pauses, sent };
}

/** Lets the fake clock run until a call has settled. */
async function settled<T>(call: Promise<T>): Promise<T> {
  const guarded = call.catch(() => {});
  await vi.runAllTimersAsync();
  await guarded;
  return call;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const keyed = { headers: { "Idempotency-Key": "k-1", "Content-Type": "application/json" }, body: '["a"]' };

test.each(["GET", "DELETE", "PUT"])("%s is repeated after a lost answer and after 503", async (method) => {
  const { call, requests } = served(lost, refusal(503), fine());
  const { response } = await settled(call()(method, path));
  expect([response.status, requests.length]).toEqual([200, 3]);
});

test.each([
  ["a text", "application/json", '["a"]'],
  ["bytes", "application/octet-stream", new Uint8Array([1, 0, 255])],
  ["nothing", "text/plain", undefined],
] as const)("a POST with a key is repeated with the same body: %s", async (_name, type, body) => {
  const { call, requests, sent } = served(lost, fine());
  const headers = { "Idempotency-Key": "k-1", "Content-Type": type };
  await settled(call()("POST", path, {}, { headers, body: body ?? null }));
  expect(sent("Idempotency-Key")).toEqual(["k-1", "k-1"]);
  const bodies = await Promise.all(requests.map((request) => request.bytes()));
  const expected = typeof body === "string" ? new TextEncoder().encode(body) : (body ?? new Uint8Array());
  expect(bodies).toEqual([expected, expected]);
});

test("a POST without a key is repeated after 429 only, for then it was not carried out", async () => {
  const { call, requests } = served(refusal(429), lost);
  const calling = settled(call()("POST", path));
  await expect(calling).rejects.toMatchObject({ name: "HostScanNetworkError", cause: lost });
  expect(requests).toHaveLength(2);
});

test("the last answer stands when the attempts are used up", async () => {
  const { call, requests } = served(refusal(503), refusal(502), refusal(504));
  expect((await settled(call()("GET", path))).response.status).toBe(504);
  expect(requests).toHaveLength(3);
  const once = served(lost);
  await expect(settled(once.call({ retries: 0 })("GET", path))).rejects.toThrow("fetch failed");
  expect(once.requests).toHaveLength(1);
});

test("Retry-After is waited for", async () => {
  const { call, pauses } = served(refusal(429, { "Retry-After": "7" }), fine());
  await settled(call()("GET", path));
  expect(pauses()).toEqual([7_000]);
});

test("a Retry-After beyond the time limit is not waited for", async () => {
  const { call, pauses } = served(refusal(429, { "Retry-After": "7" }));
  expect((await settled(call()("GET", path, { timeoutMs: 5_000 }))).response.status).toBe(429);
  expect(pauses()).toEqual([]);
});

test("a call ends after its time limit, over all attempts, even where fetch heeds no signal", async () => {
  const { call } = served(lost, new Promise<Response>(() => {}));
  const calling = call({ timeoutMs: 60_000 })("GET", path, { timeoutMs: 1_000 });
  const rejection = expect(calling).rejects.toMatchObject({
    name: "HostScanTimeoutError",
    message: `GET ${path} took longer than 1000 ms`,
  });
  await vi.advanceTimersByTimeAsync(1_000);
  await rejection;
});

test("a call ends at its signal, within an attempt and between two", async () => {
  for (const answer of [new Promise<Response>(() => {}), refusal(429, { "Retry-After": "50" })]) {
    const controller = new AbortController();
    const { call, requests } = served(answer, fine());
    const rejection = expect(call()("GET", path, { signal: controller.signal })).rejects.toThrow("enough");
    await vi.advanceTimersByTimeAsync(10);
    controller.abort(new Error("enough"));
    await rejection;
    expect(requests).toHaveLength(1);
    expect(requests[0]?.signal.aborted).toBe(true);
  }
});

test("nothing is sent for a signal that is aborted already", async () => {
  const { call, requests } = served(fine());
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(call()("GET", path, { signal })).rejects.toThrow("enough");
  expect(requests).toEqual([]);
});

test("a refused token is asked for anew, once, and the call repeated", async () => {
  const { call, sent } = served(refusal(401), fine(), refusal(401), refusal(401));
  const token = vi.fn(({ refused }: { refused: string | undefined }) => (refused ? "t-2" : "t-1"));
  const get = call({ token, retries: 0 });
  expect((await settled(get("GET", path))).response.status).toBe(200);
  expect((await settled(get("POST", path, {}, keyed))).response.status).toBe(401);
  expect(sent("Authorization")).toEqual(["Bearer t-1", "Bearer t-2", "Bearer t-1", "Bearer t-2"]);
  expect(token.mock.calls[1]?.[0]).toMatchObject({ baseUrl: "https://nps.example:6500", refused: "t-1" });
});

test("a refused token that is all there is is not tried again", async () => {
  const { call, requests } = served(refusal(401));
  expect((await settled(call()("GET", path))).response.status).toBe(401);
  expect(requests).toHaveLength(1);
});

test("what a token function throws comes through as it is", async () => {
  const { call } = served();
  const token = () => Promise.reject(new RangeError("no vault"));
  await expect(call({ token })("GET", path)).rejects.toThrow(RangeError);
});

test("a token function that does not come back is under the time limit as well", async () => {
  const { call } = served();
  const token = () => new Promise<string>(() => {});
  const rejection = expect(call({ token, timeoutMs: 100 })("GET", path)).rejects.toThrow("took longer");
  await vi.advanceTimersByTimeAsync(100);
  await rejection;
});

test("the hooks see every attempt, and no token", async () => {
  const { call } = served(lost, refusal(503, { "X-Request-Id": "req-1", "Retry-After": "1" }), fine());
  const started: unknown[] = [];
  const ended: AttemptEnd[] = [];
  const hooks: HostScanFetchOptions = {
    onRequest: (attempt) => started.push(attempt),
    onResponse: (attempt) => ended.push(attempt),
  };
  await settled(call(hooks)("GET", path));
  expect(started).toEqual([1, 2, 3].map((attempt) => ({ method: "GET", url, attempt })));
  expect(ended).toMatchObject([
    { attempt: 1, status: undefined, error: { name: "HostScanNetworkError" }, retryInMs: expect.any(Number) },
    { attempt: 2, status: 503, requestId: "req-1", error: { status: 503 }, retryInMs: 1_000 },
    { attempt: 3, status: 200, error: undefined, retryInMs: undefined, durationMs: 0 },
  ]);
  expect(JSON.stringify([started, ended])).not.toContain("t-1");
});

test("an answer that breaks off counts as none", async () => {
  const broken = new Response(new ReadableStream({ pull: (stream) => stream.error(lost) }));
  const { call, requests } = served(broken, fine());
  expect((await settled(call()("GET", path))).text).toBe("[]");
  expect(requests).toHaveLength(2);
});

test.each([undefined, "", " ", 7])(
  "a token function that yields %j ends the call, and nothing is sent",
  async (nothing) => {
    const { call, requests } = served();
    const token = vi.fn(() => JSON.parse(JSON.stringify(nothing ?? null)) ?? undefined);
    await expect(settled(call({ token })("GET", path))).rejects.toMatchObject({
      name: "HostScanRequestError",
      message: `GET ${path}: not sent: there is no token`,
    });
    expect([token.mock.calls.length, requests.length]).toEqual([1, 0]);
  },
);

test("a token function that has no other token is asked once more, and no more", async () => {
  const { call, requests } = served(refusal(401), refusal(401), refusal(401));
  const token = vi.fn(() => "t-1");
  expect((await settled(call({ token })("GET", path))).response.status).toBe(401);
  expect([token.mock.calls.length, requests.length]).toEqual([2, 2]);
});

test("nothing is asked of the token after an abort: before the call, within an attempt, between two", async () => {
  const token = vi.fn(() => "t-1");
  const aborted = served(fine());
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(aborted.call({ token })("GET", path, { signal })).rejects.toThrow("enough");
  expect(token).not.toHaveBeenCalled();
  for (const answer of [refusal(401), lost]) {
    token.mockClear();
    const controller = new AbortController();
    const fetch = async () => {
      controller.abort(new Error("enough"));
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const call = served().call({ token, fetch });
    await expect(settled(call("GET", path, { signal: controller.signal }))).rejects.toThrow("enough");
    expect(token).toHaveBeenCalledOnce();
  }
});

test("a request that brings its Authorization keeps it, and no token is asked for", async () => {
  const { call, sent } = served(fine(), refusal(401));
  const token = vi.fn(() => "t-1");
  const init = { headers: { Authorization: "Bearer own" } };
  await settled(call({ token })("GET", path, {}, init));
  await settled(call({ token })("GET", path, {}, init));
  expect([sent("Authorization"), token.mock.calls]).toEqual([["Bearer own", "Bearer own"], []]);
});

test("without a token requests are sent as they come, and a function is told the origin where no address was given", async () => {
  const { call, sent } = served(fine(), fine());
  await settled(call({ token: undefined })("GET", path));
  const token = vi.fn(() => "t-1");
  await settled(call({ token, baseUrl: undefined })("GET", path));
  expect(sent("Authorization")).toEqual([null, "Bearer t-1"]);
  expect(token).toHaveBeenCalledWith(expect.objectContaining({ baseUrl: "https://nps.example:6500" }));
});

test("what a platform knows besides the standard stays on the request", async () => {
  const fetch = vi.fn(async (_request: Request) => fine());
  const request = Object.assign(new Request(url), { cf: { cacheTtl: 5 } });
  await settled(createExchange({ fetch })(request));
  expect(fetch.mock.calls[0]?.[0]).toMatchObject({ cf: { cacheTtl: 5 } });
});

test.each([
  ["a redirect that a browser hides", { type: "opaqueredirect", status: 0 }, "it redirects"],
  ["a status that is none", { type: "basic", status: 999 }, "999, which is no status"],
])("%s is no answer", async (_name, answer, told) => {
  const { call } = served();
  const fetch = async () =>
    Object.defineProperties(new Response(), {
      type: { value: answer.type },
      status: { value: answer.status },
    });
  await expect(settled(call({ fetch, retries: 0 })("GET", path))).rejects.toThrow(told);
});

test.each(["timeoutMs", "retries", "maxAnswerBytes"])(
  "%s is a number, and nothing is sent otherwise",
  async (name) => {
    const { call, requests } = served(fine());
    for (const amount of [Number.NaN, -1])
      expect(() => call({ [name]: amount })).toThrow(`${name} must be a number, 0 or more`);
    const calling = call()("GET", path, {
      [name]: Number.NaN,
      ...(name === "maxAnswerBytes" && { retries: -1 }),
    });
    await expect(calling).rejects.toMatchObject({ name: "HostScanRequestError" });
    expect(requests).toEqual([]);
  },
);
