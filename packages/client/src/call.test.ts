import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCall } from "./call.ts";
import type { AttemptEnd, HostScanClientOptions } from "./options.ts";

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
  const call = (options?: Partial<HostScanClientOptions>) =>
    createCall({ baseUrl: "https://nps.example:6500/", token: "t-1", fetch, ...options });
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

test.each(["GET", "DELETE", "POST"])("%s is repeated after a lost answer and after 503", async (method) => {
  const { call, requests } = served(lost, refusal(503), fine());
  const { response } = await settled(call()(method, path));
  expect([response.status, requests.length]).toEqual([200, 3]);
});

test("a POST is repeated with the same key and the same body", async () => {
  const { call, requests, sent } = served(lost, fine());
  await settled(call()("POST", path, { body: ["a"] }));
  const [first, second] = sent("Idempotency-Key");
  expect(first).toEqual(expect.any(String));
  expect(second).toBe(first);
  expect(await Promise.all(requests.map((request) => request.text()))).toEqual(['["a"]', '["a"]']);
});

test("a POST without a key is repeated after 429 only, for then it was not carried out", async () => {
  const { call, sent } = served(refusal(429), lost);
  const calling = settled(call({ idempotencyKeys: false })("POST", path));
  await expect(calling).rejects.toMatchObject({ name: "HostScanNetworkError", cause: lost });
  expect(sent("Idempotency-Key")).toEqual([null, null]);
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
    message: `GET ${url} took longer than 1000 ms`,
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
  expect((await settled(get("POST", path))).response.status).toBe(401);
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
  const hooks: Partial<HostScanClientOptions> = {
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

test("an address that is none is no answer", async () => {
  const call = createCall({ baseUrl: "nowhere", token: "t", retries: 0 });
  await expect(call("GET", path)).rejects.toMatchObject({ name: "HostScanNetworkError" });
});
