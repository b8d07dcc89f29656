import { connect, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import type { ServerChannel } from "ssh2";
import { afterEach, describe, expect, it, vi } from "vitest";
import { failure, failureShowing, scanned } from "../test/scanning.ts";
import { certificateGate } from "./testing/certificate.ts";
import { startFixtureSshServer } from "./testing/fixture/ssh-server.ts";
import { startFixtureTcpServer } from "./testing/fixture/tcp.ts";
import { startFixtureWsMan } from "./testing/wsman/server.ts";
import type { TrustPolicy } from "./types.ts";

const gate = certificateGate();

const WINDOWS = { ok: true, facts: { os: "Microsoft Windows Server 2022 Standard" } };

afterEach(() => void vi.useRealTimers());

describe.skipIf(gate.skip)(gate.title("a host of which nobody has said what it is"), () => {
  it("is scanned by SSH where it speaks that, on one connection and in one command (fixture)", async () => {
    const connections: unknown[] = [];
    await using ssh = await startFixtureSshServer({
      onConnection: (connection) => connections.push(connection),
    });
    await using wsMan = await startFixtureWsMan();
    const { username, password, port } = ssh;
    const outcome = await scanned({
      platform: "auto",
      port,
      ports: { winrmTls: wsMan.port },
      credential: { username, password },
    });
    expect(outcome).toMatchObject({ ok: true, keys: [{ protocol: "ssh" }] });
    expect([connections.length, ssh.commands.length, wsMan.calls.length]).toEqual([1, 1, 0]);
  });

  it.each<[string, ((socket: Socket) => void) | undefined]>([
    ["is closed", undefined],
    ["closes without a word", (socket) => socket.end()],
    ["is no SSH", (socket) => socket.end("220 mail ready\r\n")],
  ])("is scanned by WS-Man at once where the port of SSH %s (fixture)", async (_, serve) => {
    await using wsMan = await startFixtureWsMan();
    await using other = await startFixtureTcpServer(serve);
    const { username, password } = wsMan;
    const outcome = await scanned({
      platform: "auto",
      port: serve && other.port,
      ports: { winrmTls: wsMan.port },
      credential: { username, password },
    });
    expect(outcome).toMatchObject(WINDOWS);
  });

  it("is scanned by WS-Man without TLS where nothing else answers (fixture)", async () => {
    await using wsMan = await startFixtureWsMan({ certificate: null });
    const outcome = await scanned({ platform: "auto", ports: { winrm: wsMan.port } });
    expect(outcome).toMatchObject({ ok: true, facts: { os: "Windows" }, keys: [] });
  });

  it("is scanned by WS-Man once SSH was silent for a third of the time (fixture)", async () => {
    await using wsMan = await startFixtureWsMan();
    await using silent = await startFixtureTcpServer();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const { username, password } = wsMan;
    const outcome = scanned({
      platform: "auto",
      port: silent.port,
      ports: { winrmTls: wsMan.port },
      credential: { username, password },
    });
    await untilWaiting();
    await vi.advanceTimersByTimeAsync(19_000);
    expect(wsMan.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await outcome).toMatchObject(WINDOWS);
    await silent.untilDeserted();
  });

  it("is scanned by SSH though that takes its time, where nothing else answers (fixture)", async () => {
    const greetings: (() => void)[] = [];
    const onConnected = Promise.withResolvers<void>();
    await using ssh = await startFixtureSshServer();
    await using slow = await startFixtureTcpServer((socket) => {
      greetings.push(() => relay(socket, ssh.port));
      onConnected.resolve();
    });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const { username, password } = ssh;
    const outcome = scanned({ platform: "auto", port: slow.port, credential: { username, password } });
    await untilWaiting();
    await vi.advanceTimersByTimeAsync(40_000);
    await onConnected.promise;
    for (const greet of greetings) greet();
    expect(await outcome).toMatchObject({ ok: true, keys: [{ protocol: "ssh" }] });
    expect(greetings).toHaveLength(1);
  });

  it("is not tried by WS-Man where it may not be connected to (fixture)", async () => {
    await using wsMan = await startFixtureWsMan();
    const asked: string[] = [];
    const mayConnect = (address: string) => {
      asked.push(address);
      return asked.length === 1;
    };
    for (const platform of ["auto", "windows"] as const) {
      const outcome = await scanned({ platform, ports: { rdp: wsMan.port, winrm: wsMan.port }, mayConnect });
      expect(outcome).toMatchObject({ ok: false, keys: [] });
    }
    expect(asked.length).toBeGreaterThan(2);
    expect(wsMan.calls).toEqual([]);
  });

  it("is scanned by WS-Man where its SSH lets the scan in and is a Windows' (fixtures)", async () => {
    await using wsMan = await startFixtureWsMan();
    const { username, password } = wsMan;
    await using ssh = await startFixtureSshServer({ username, password, onExec: answerAsCmd });
    const scan = (trust: Partial<TrustPolicy>) =>
      scanned({
        platform: "auto",
        port: ssh.port,
        ports: { winrmTls: wsMan.port },
        credential: { username, password },
        trust,
      });
    const keys = [{ protocol: "ssh" }, { protocol: "winrm" }];
    expect(await scan({})).toMatchObject({ ...WINDOWS, keys, pins: keys });
    const trusted = { ssh: ssh.thumbprint };
    expect(await scan({ trusted })).toMatchObject({ ...WINDOWS, keys, pins: [{ protocol: "winrm" }] });
    expect(await scan({ trusted, acceptFirstDiscovery: false })).toMatchObject(
      failure("hostkey", /No key of this host is trusted yet/),
    );
    expect(wsMan.calls.filter(({ authorization }) => authorization !== undefined)).toHaveLength(4);
  });

  it("is not logged in to by SSH where that says it is a Windows' and WS-Man answers (fixtures)", async () => {
    await using wsMan = await startFixtureWsMan();
    const { username, password } = wsMan;
    await using ssh = await startFixtureSshServer({ ident: "OpenSSH_for_Windows_9.5", onExec: answerAsCmd });
    const scan = (winrmTls: number | undefined) =>
      scanned({
        platform: "auto",
        port: ssh.port,
        ports: winrmTls === undefined ? {} : { winrmTls },
        credential: winrmTls === undefined ? ssh : { username, password },
      });
    expect(await scan(wsMan.port)).toMatchObject(WINDOWS);
    expect(ssh.logins).toEqual([]);
    expect(await scan(undefined)).toMatchObject(failure("collect", /does not tell what system it runs/));
  });

  it("fails in words of all that was tried", async () => {
    const all = /^Could not connect to 127\.0\.0\.1 port 1 \(ECONNREFUSED\)\.( Could not connect to .+){2}$/;
    expect(await scanned({ platform: "auto" })).toEqual(failureShowing([], "tcp", all));
  });

  it("is given up at the deadline where it is silent and nothing else answers", async () => {
    await using silent = await startFixtureTcpServer();
    const outcome = await scanned({ platform: "auto", port: silent.port, deadlineMs: 150 });
    expect(outcome).toEqual(failureShowing([], "timeout", /after 0\.15 s, in phase (?:tcp|kex)/));
    await silent.untilDeserted();
  });
});

describe.skipIf(gate.skip)(
  gate.title("a host that is known by a key, though nobody has said what it is"),
  () => {
    it("is not tried by WS-Man where that is an SSH key (fixture)", async () => {
      await using wsMan = await startFixtureWsMan();
      const trust = { trusted: { ssh: `SHA256:${"A".repeat(43)}` } };
      const outcome = await scanned({ platform: "auto", ports: { winrmTls: wsMan.port }, trust });
      expect(outcome).toMatchObject(
        failure("tcp", /^Could not connect to 127\.0\.0\.1 port 1 \(ECONNREFUSED\)\.$/),
      );
      expect(wsMan.calls).toEqual([]);
    });

    it("is not tried by SSH where it is a name of Kerberos (fixture)", async () => {
      await using ssh = await startFixtureSshServer();
      const trust = { trusted: { kerberos: "HTTP/web.example@EXAMPLE" } };
      const outcome = await scanned({ platform: "auto", port: ssh.port, credential: ssh, trust });
      expect(outcome).toMatchObject(failure("tcp", /port 1 \(ECONNREFUSED\)/));
      expect(ssh.logins).toEqual([]);
    });

    it("is not tried by SSH where that is a certificate (fixture)", async () => {
      await using wsMan = await startFixtureWsMan();
      await using ssh = await startFixtureSshServer();
      const { username, password, thumbprint, port } = wsMan;
      const outcome = await scanned({
        platform: "auto",
        port: ssh.port,
        ports: { winrmTls: port },
        credential: { username, password },
        trust: { trusted: { winrm: thumbprint } },
      });
      expect(outcome).toMatchObject({ ...WINDOWS, pins: [] });
      expect(ssh.logins).toEqual([]);
    });
  },
);

/** As cmd.exe, which knows neither of the commands. */
function answerAsCmd(channel: ServerChannel): void {
  channel.stderr.write("'show' is not recognized as an internal or external command\r\n");
  channel.exit(1);
  channel.end();
}

/** Until the scan has a second timer beside its deadline: the one for a silent SSH. */
async function untilWaiting(): Promise<void> {
  while (vi.getTimerCount() < 2) await setImmediate();
}

/** Hands a connection on to another server. */
function relay(socket: Socket, port: number): void {
  const onward = connect(port, "127.0.0.1");
  onward.on("error", () => socket.destroy());
  socket.pipe(onward).pipe(socket);
}
