import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { failure, failureShowing, scanned } from "../test/scanning.ts";
import { startFixtureSshServer, startFixtureTcpServer } from "./testing/index.ts";

afterEach(() => void vi.useRealTimers());
const useFakeClock = () => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });

/** A promise, and whether it has settled once everything that was due has happened. */
function watched<T>(outcome: Promise<T>) {
  const onSettled = vi.fn();
  outcome.then(onSettled);
  const settled = async () => {
    await setImmediate();
    return onSettled.mock.calls.length > 0;
  };
  return { outcome, settled };
}

describe("a host that cannot be reached", () => {
  it("fails at dns where its name is unknown", async () => {
    expect(await scanned({ name: "no-such-host.invalid", port: 22 })).toEqual(
      failureShowing([], "dns", /could not be resolved/),
    );
  });

  it("fails at tcp where nothing listens", async () => {
    const outcome = await scanned({ port: 1 });
    expect(outcome).toEqual(
      failureShowing([], "tcp", /^Could not connect to 127\.0\.0\.1 port 1 \(ECONNREFUSED\)\.$/),
    );
  });

  it("fails at tcp where the port is none", async () => {
    expect(await scanned({ port: 70_000 })).toEqual(
      failureShowing([], "tcp", /^The scan broke off \(ERR_SOCKET_BAD_PORT\)\.$/),
    );
  });

  it("is given up at the deadline where it stays silent, and its connection closed", async () => {
    await using silent = await startFixtureTcpServer();
    expect(await scanned({ port: silent.port, deadlineMs: 100 })).toEqual(
      failureShowing([], "timeout", /after 0\.1 s, in phase (?:tcp|kex)/),
    );
    await silent.untilDeserted();
  });

  it("has a minute, counted from when it is connected to", async () => {
    await using silent = await startFixtureTcpServer();
    useFakeClock();
    const { outcome, settled } = watched(scanned({ port: silent.port }));
    vi.advanceTimersByTime(59_000);
    await silent.connected;
    vi.advanceTimersByTime(59_000);
    expect(await settled()).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(await outcome).toEqual(failureShowing([], "timeout", /after 60 s, in phase (?:tcp|kex)/));
  });

  it("has all of that minute where it says that it speaks SSH, and no more", async () => {
    const answered = Promise.withResolvers<unknown>();
    await using terse = await startFixtureTcpServer((socket) => {
      socket.write("SSH-2.0-Fixture\r\n");
      socket.once("data", answered.resolve);
    });
    useFakeClock();
    const { outcome, settled } = watched(scanned({ port: terse.port }));
    await answered.promise;
    vi.advanceTimersByTime(59_000);
    expect(await settled()).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(await outcome).toEqual(failureShowing([], "timeout", /after 60 s, in phase kex/));
  });

  it("is given up at the deadline where its command does not end (fixture)", async () => {
    useFakeClock();
    const answer = () => {
      vi.advanceTimersByTime(5_000);
      return new Promise<undefined>(() => {});
    };
    await using host = await startFixtureSshServer({ answer });
    const { username, password } = host;
    const outcome = await scanned({ port: host.port, credential: { username, password }, deadlineMs: 5_000 });
    const keys = [expect.objectContaining({ thumbprint: host.thumbprint })];
    expect(outcome).toEqual(failureShowing(keys, "timeout", /after 5 s, in phase collect/));
    await host.untilDeserted();
  });
});

describe("a scan that is called off", () => {
  it("does not begin where it was called off before", async () => {
    await using silent = await startFixtureTcpServer();
    expect(await scanned({ port: silent.port, signal: AbortSignal.abort() })).toEqual(
      failureShowing([], "aborted", /called off/),
    );
  });

  it("closes its connection at once, at the key exchange", async () => {
    await using silent = await startFixtureTcpServer();
    const caller = new AbortController();
    const outcome = scanned({ port: silent.port, signal: caller.signal });
    await silent.connected;
    caller.abort();
    expect(await outcome).toEqual(failureShowing([], "aborted", /called off/));
    await silent.untilDeserted();
  });

  it("closes its connection at once, while a command runs (fixture)", async () => {
    const caller = new AbortController();
    const answer = () => {
      caller.abort();
      return new Promise<undefined>(() => {});
    };
    await using host = await startFixtureSshServer({ answer });
    const { username, password } = host;
    const outcome = await scanned({
      port: host.port,
      credential: { username, password },
      signal: caller.signal,
    });
    expect(outcome).toMatchObject(failure("aborted", /called off/));
    await host.untilDeserted();
  });

  it("is called off while a name is being resolved", async () => {
    const caller = new AbortController();
    const outcome = scanned({ name: "no-such-host.invalid", port: 22, signal: caller.signal });
    caller.abort();
    expect(await outcome).toEqual(failureShowing([], "aborted", /called off/));
  });
});
