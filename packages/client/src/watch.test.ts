import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  HostScanNetworkError,
  HostScanProblem,
  HostScanRequestError,
  HostScanTimeoutError,
} from "./errors.ts";
import type { HostScanJob } from "./job.ts";
import { waitForJob, watchJob } from "./watch.ts";

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
const queued: HostScanJob = { id, status: 0 };
const running: HostScanJob = { id, status: 1 };
const complete: HostScanJob = { id, status: 2 };

/** A fixture of a server: gives the answers in turn, and the last one for ever. */
function reader(...answers: (HostScanJob | Error)[]) {
  const times: number[] = [];
  const read = async (): Promise<HostScanJob> => {
    const answer = answers[Math.min(times.length, answers.length - 1)];
    times.push(Date.now());
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  };
  return { read, pauses: () => times.slice(1).map((time, i) => time - (times[i] ?? 0)) };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("resolves to the final job and tells each change once", async () => {
  const seen: unknown[] = [];
  const { read } = reader(queued, queued, running, running, complete);
  const waiting = waitForJob(id, read, { onProgress: (job) => seen.push(job.status) });
  await vi.runAllTimersAsync();
  await expect(waiting).resolves.toEqual(complete);
  expect(seen).toEqual([0, 1, 2]);
});

test("reads less and less often, but at least every 5 s", async () => {
  const { read, pauses } = reader(...Array<HostScanJob>(12).fill(running), complete);
  const waiting = waitForJob(id, read);
  await vi.runAllTimersAsync();
  await waiting;
  expect(pauses().slice(0, 3)).toEqual([200, 300, 450]);
  expect(pauses().at(-1)).toBe(5_000);
});

test("a server that asks for a year is waited for no longer than one that is out of reach", async () => {
  const headers = { "Retry-After": "31536000" };
  const { read, pauses } = reader(new HostScanProblem(new Response(null, { status: 503, headers }), ""));
  const waiting = waitForJob(id, read).catch((error) => error);
  await vi.runAllTimersAsync();
  expect(await waiting).toMatchObject({ status: 503 });
  expect(pauses()).toEqual([120_001]);
});

test("a job that is nested too deep to be compared is given each time", async () => {
  const statusDescription = JSON.parse("[".repeat(20_000) + "]".repeat(20_000));
  const { read } = reader({ ...running, statusDescription }, { ...complete, statusDescription });
  const waiting = waitForJob(id, read);
  await vi.runAllTimersAsync();
  expect((await waiting).status).toBe(2);
});

test("comes back later where the server is busy", async () => {
  const busy = (headers: HeadersInit) =>
    new HostScanProblem(new Response(null, { status: 503, headers }), "");
  const { read, pauses } = reader(busy({ "Retry-After": "7" }), busy({}), complete);
  const waiting = waitForJob(id, read);
  await vi.runAllTimersAsync();
  await expect(waiting).resolves.toEqual(complete);
  expect(pauses()).toEqual([7_000, 300]);
});

test.each([
  ["a refusal", new HostScanProblem(new Response(null, { status: 404 }), "")],
  [
    "a certificate that nobody trusts",
    new HostScanNetworkError(
      Object.assign(new Error("self-signed"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
    ),
  ],
  ["what cannot be sent", new HostScanRequestError("no")],
  ["an error of somebody else", new RangeError("no vault")],
])("rejects at %s", async (_name, error) => {
  await expect(
    waitForJob(id, reader(running, error).read, { onProgress: () => vi.runAllTimersAsync() }),
  ).rejects.toBe(error);
});

const passing = [
  new HostScanNetworkError("ECONNRESET"),
  new HostScanProblem(new Response("<h1>Bad gateway</h1>", { status: 502 }), ""),
  new HostScanProblem(new Response(null, { status: 504 }), ""),
  new HostScanTimeoutError("GET /", 60_000),
];

test("sits out restarts, gateways without a server, resets and slow reads", async () => {
  const { read } = reader(...passing, running, ...passing, complete);
  const waiting = waitForJob(id, read);
  await vi.runAllTimersAsync();
  await expect(waiting).resolves.toEqual(complete);
});

test("sits them out until its own limit, and then tells what the last one was", async () => {
  const [lost = new Error()] = passing;
  const waiting = waitForJob(id, reader(running, lost).read, { timeoutMs: 300_000 });
  const rejection = expect(waiting).rejects.toMatchObject({
    name: "HostScanTimeoutError",
    job: running,
    cause: lost,
  });
  await vi.advanceTimersByTimeAsync(300_000);
  await rejection;
});

test("without a limit, a server that stays out of reach ends it after two minutes", async () => {
  const [lost = new Error()] = passing;
  const rejection = expect(waitForJob(id, reader(running, lost).read)).rejects.toBe(lost);
  await vi.advanceTimersByTimeAsync(119_000);
  await vi.advanceTimersByTimeAsync(10_000);
  await rejection;
});

test("leaving ends a read that is under way, and what waits for it", async () => {
  const signals: AbortSignal[] = [];
  const watching = watchJob(id, (signal) => new Promise(() => void signals.push(signal)));
  const pending = watching.next();
  await vi.advanceTimersByTimeAsync(0);
  await expect(watching.return()).resolves.toEqual({ done: true, value: undefined });
  await expect(pending).resolves.toEqual({ done: true, value: undefined });
  expect(signals[0]?.aborted).toBe(true);
});

test("rejects with the last state after the time limit", async () => {
  const waiting = waitForJob(id, reader(running).read, { timeoutMs: 1_000 });
  const rejection = expect(waiting).rejects.toMatchObject({ name: HostScanTimeoutError.name, job: running });
  await vi.advanceTimersByTimeAsync(1_000);
  await rejection;
});

test("ends with the signal's reason, between two reads and within one", async () => {
  const between = new AbortController();
  const waiting = waitForJob(id, reader(running).read, { signal: between.signal });
  const rejection = expect(waiting).rejects.toThrow("enough");
  await vi.advanceTimersByTimeAsync(100);
  between.abort(new Error("enough"));
  await rejection;

  const within = new AbortController();
  const onProgress = () => within.abort(new Error("enough"));
  await expect(waitForJob(id, reader(running).read, { signal: within.signal, onProgress })).rejects.toThrow(
    "enough",
  );
});

test("watching gives each change once, and ends with the finished job", async () => {
  const { read } = reader(queued, queued, running, running, complete);
  const seen: HostScanJob[] = [];
  const watching = (async () => {
    for await (const job of watchJob(id, read)) seen.push(job);
  })();
  await vi.runAllTimersAsync();
  await watching;
  expect(seen).toEqual([queued, running, complete]);
});

test("watching may be left at any time, and reads no more then", async () => {
  const { read, pauses } = reader(queued, running, complete);
  for await (const job of watchJob(id, read, { timeoutMs: 10_000 })) {
    expect(job).toEqual(queued);
    break;
  }
  await vi.runAllTimersAsync();
  expect(pauses()).toEqual([]);
});

test("watching throws after the time limit, although a read does not end", async () => {
  const watching = watchJob(
    id,
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
    { timeoutMs: 1_000 },
  ).next();
  const rejection = expect(watching).rejects.toBeInstanceOf(HostScanTimeoutError);
  await vi.advanceTimersByTimeAsync(1_000);
  await rejection;
});
