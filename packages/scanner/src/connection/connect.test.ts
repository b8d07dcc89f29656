import { connect, Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { done, failed } from "../failure.ts";
import { startFixtureTcpServer } from "../testing/fixture/tcp.ts";
import type { Watch } from "../watch.ts";
import { connectToFirst } from "./connect.ts";

const watching = (
  remainingMs = 5_000,
  beforeConnect: Watch["beforeConnect"] = async () => done(undefined),
) => {
  const ending = new AbortController();
  const watch = {
    signal: ending.signal,
    remainingMs: () => remainingMs,
    beforeConnect,
    mayConnect: () => true,
  };
  return { ending, watch };
};

describe("connectToFirst", () => {
  it("takes the first address that answers", async () => {
    await using server = await startFixtureTcpServer();
    const { ending, watch } = watching();
    // 127.0.0.2 is loopback too, and nothing listens there.
    const connection = await connectToFirst(["127.0.0.2", "127.0.0.1"], server.port, watch);
    expect(connection).toMatchObject({ ok: true, value: { address: "127.0.0.1" } });
    ending.abort();
    await server.untilDeserted();
  });

  it("passes on from an address that swallows packets after its share of the time", async () => {
    await using server = await startFixtureTcpServer();
    const { ending, watch } = watching(200);
    const silent = new Socket();
    const connection = await connectToFirst(["192.0.2.1", "127.0.0.1"], server.port, watch, (options) =>
      options.host === "192.0.2.1" ? silent : connect(options),
    );
    expect(connection).toMatchObject({ ok: true, value: { address: "127.0.0.1" } });
    expect(silent.destroyed).toBe(true);
    ending.abort();
  });

  it("tells of every address why it failed", async () => {
    const { watch } = watching();
    const connection = await connectToFirst(["127.0.0.2", "127.0.0.3"], 1, watch);
    const message = "Could not connect to 127.0.0.2 port 1 (ECONNREFUSED), 127.0.0.3 port 1 (ECONNREFUSED).";
    expect(connection).toEqual({ ok: false, failure: { phase: "tcp", message } });
  });

  it("opens each connection when its caller lets it", async () => {
    await using server = await startFixtureTcpServer();
    const opened: string[] = [];
    const { watch, ending } = watching(5_000, async (address) => {
      opened.push(`let ${address}`);
      return done(undefined);
    });
    await connectToFirst(["127.0.0.2", "127.0.0.1"], server.port, watch, (options) => {
      opened.push(options.host ?? "");
      return connect(options);
    });
    expect(opened).toEqual(["let 127.0.0.2", "127.0.0.2", "let 127.0.0.1", "127.0.0.1"]);
    ending.abort();
  });

  it("opens none that its caller does not let it", async () => {
    const { watch } = watching(5_000, async () => failed("tcp", "Not now."));
    const connection = await connectToFirst(["127.0.0.1"], 1, watch, () => {
      throw new Error("opened");
    });
    expect(connection).toEqual(failed("tcp", "Not now."));
  });

  it("passes over an address that it may not connect to (fixture port)", async () => {
    await using server = await startFixtureTcpServer();
    const { ending, watch } = watching();
    const asked: string[] = [];
    const mayConnect = (address: string) => {
      asked.push(address);
      return address !== "127.0.0.2";
    };
    const opened: unknown[] = [];
    const connection = await connectToFirst(
      ["127.0.0.2", "127.0.0.1"],
      server.port,
      { ...watch, mayConnect },
      (options) => {
        opened.push(options.host);
        return connect(options);
      },
    );
    expect(connection).toMatchObject({ ok: true, value: { address: "127.0.0.1" } });
    expect({ asked, opened }).toEqual({ asked: ["127.0.0.2", "127.0.0.1"], opened: ["127.0.0.1"] });
    ending.abort();
  });

  it("fails as denied where it may connect to none, and opens nothing", async () => {
    const { watch } = watching();
    const opened: Socket[] = [];
    const open = () => {
      const socket = new Socket();
      opened.push(socket);
      return socket;
    };
    const none = { ...watch, mayConnect: () => false };
    const message = "It is not allowed to connect to 127.0.0.2, 127.0.0.3.";
    expect(await connectToFirst(["127.0.0.2", "127.0.0.3"], 1, none, open)).toEqual({
      ok: false,
      failure: { phase: "denied", message },
    });
    expect(opened).toEqual([]);
  });

  it("opens nothing where the scan is called off by what is asked", async () => {
    const { ending, watch } = watching();
    const opened: Socket[] = [];
    const mayConnect = () => {
      ending.abort();
      return true;
    };
    await connectToFirst(["127.0.0.1"], 1, { ...watch, mayConnect }, () => {
      const socket = new Socket();
      opened.push(socket);
      return socket;
    });
    expect(opened).toEqual([]);
  });

  it("tries no address once the scan has ended", async () => {
    const { ending, watch } = watching();
    ending.abort();
    const opened: Socket[] = [];
    const connection = await connectToFirst(["127.0.0.1"], 1, watch, () => {
      const socket = new Socket();
      opened.push(socket);
      return socket;
    });
    expect(connection).toMatchObject({ ok: false });
    expect(opened).toEqual([]);
  });

  it("closes the connection when the scan ends", async () => {
    await using server = await startFixtureTcpServer();
    const { ending, watch } = watching();
    const connection = await connectToFirst(["127.0.0.1"], server.port, watch);
    ending.abort();
    await server.untilDeserted();
    expect(connection.ok && connection.value.socket.destroyed).toBe(true);
  });
});
