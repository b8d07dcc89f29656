import ssh2 from "ssh2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failure, scanned } from "../test/scanning.ts";
import { certificateGate } from "./testing/certificate.ts";
import { startFixtureSshServer } from "./testing/fixture/ssh-server.ts";
import { startFixtureTcpServer } from "./testing/fixture/tcp.ts";
import { thumbprintOfLine } from "./testing/sshd/keys.ts";
import { type FixtureWsMan, startFixtureWsMan } from "./testing/wsman/server.ts";
import { xrdpGate } from "./testing/xrdp/availability.ts";
import { startXrdp, type Xrdp } from "./testing/xrdp/xrdp.ts";
import type { TrustPolicy } from "./types.ts";

let host: FixtureWsMan;
const certificates = certificateGate();
beforeAll(async () => {
  if (!certificates.skip) host = await startFixtureWsMan();
});
afterAll(() => host?.stop());

/** Scans the fixture, and hands out how often it was given a credential. */
async function scan(trust: Partial<TrustPolicy>, where: { readonly rdp?: number; readonly ssh?: number }) {
  const before = host.calls.length;
  const { username, password } = host;
  const outcome = await scanned({
    platform: "windows",
    port: where.ssh,
    ports: { winrmTls: host.port, ...(where.rdp !== undefined && { rdp: where.rdp }) },
    credential: { username, password },
    trust,
  });
  return { outcome, calls: host.calls.slice(before) };
}

const gate = xrdpGate();
describe.skipIf(gate.skip)(
  gate.title("a fixture that was vouched for by the certificate of a real xrdp"),
  () => {
    let xrdp: Xrdp;
    beforeAll(async () => {
      xrdp = await startXrdp();
    });
    afterAll(() => xrdp.stop());

    const rdp = () => ({ protocol: "rdp", thumbprint: xrdp.thumbprint, algorithm: "rsa-2048" });
    const winrm = () => ({ protocol: "winrm", thumbprint: host.thumbprint, algorithm: "ec-prime256v1" });

    it("is scanned once it has shown it; both certificates are pinned at first discovery", async () => {
      const { outcome, calls } = await scan({ vouchedBy: "rdp" }, { rdp: xrdp.port });
      expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, keys: [rdp(), winrm()] });
      expect(outcome).toHaveProperty("pins", [rdp(), winrm()]);
      expect(calls).toHaveLength(4);
    });

    it("is scanned where it shows the trusted one; the other is pinned", async () => {
      const { outcome } = await scan(
        { vouchedBy: "rdp", trusted: { rdp: xrdp.thumbprint } },
        { rdp: xrdp.port },
      );
      expect(outcome).toMatchObject({ ok: true, pins: [winrm()] });
    });

    it("is asked nothing where it shows another", async () => {
      const trust = { vouchedBy: "rdp", trusted: { rdp: "A1".repeat(32), winrm: host.thumbprint } } as const;
      const { outcome, calls } = await scan(trust, { rdp: xrdp.port });
      expect(outcome).toMatchObject({ ...failure("hostkey", /but (A1){32} is trusted/), keys: [rdp()] });
      expect(calls).toEqual([]);
    });

    it("is asked nothing where WS-Man shows a certificate that nobody trusts", async () => {
      const trust = {
        vouchedBy: "rdp",
        acceptFirstDiscovery: false,
        trusted: { rdp: xrdp.thumbprint },
      } as const;
      const { outcome, calls } = await scan(trust, { rdp: xrdp.port });
      expect(outcome).toMatchObject({
        ...failure("hostkey", /No key of this host is trusted/),
        keys: [rdp(), winrm()],
      });
      expect(calls).toEqual([]);
    });
  },
);

describe.skipIf(gate.skip)(gate.title("a real xrdp without TLS"), () => {
  it("has no certificate to vouch by", async () => {
    await using xrdp = await startXrdp({ securityLayer: "rdp" });
    const { outcome, calls } = await scan({ vouchedBy: "rdp" }, { rdp: xrdp.port });
    expect(outcome).toMatchObject(failure("tls", /Remote Desktop (does not speak|refuses) TLS/));
    expect(calls).toEqual([]);
  });
});

describe.skipIf(certificates.skip)(
  certificates.title("a fixture that was vouched for by another key"),
  () => {
    it("is scanned once it has shown its SSH host key, and is not logged in to by SSH", async () => {
      await using ssh = await startFixtureSshServer();
      const trust = { vouchedBy: "ssh", trusted: { ssh: ssh.thumbprint } } as const;
      const { outcome } = await scan(trust, { ssh: ssh.port });
      expect(outcome).toMatchObject({
        ok: true,
        facts: { name: "WIN-FIXTURE" },
        pins: [{ protocol: "winrm" }],
      });
      await ssh.untilDeserted();
      expect(ssh.logins).toEqual([]);
    });

    it("is asked nothing where its SSH host key is another", async () => {
      await using ssh = await startFixtureSshServer();
      const trust = { vouchedBy: "ssh", trusted: { ssh: `SHA256:${"A".repeat(43)}` } } as const;
      const { outcome, calls } = await scan(trust, { ssh: ssh.port });
      expect(outcome).toMatchObject({
        ...failure("hostkey", /is trusted/),
        keys: [{ thumbprint: ssh.thumbprint }],
      });
      expect(calls).toEqual([]);
    });

    it("is scanned where the trusted one is not the first of its SSH host keys", async () => {
      const first = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
      const other = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 384 });
      const server = new ssh2.Server({ hostKeys: [first.private, other.private] }, (connection) =>
        connection.on("error", () => {}),
      );
      await using tcp = await startFixtureTcpServer((socket) => server.injectSocket(socket));
      const trust = { vouchedBy: "ssh", trusted: { ssh: thumbprintOfLine(other.public) } } as const;
      const { outcome } = await scan(trust, { ssh: tcp.port });
      expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" } });
    });

    it.each(["rdp", "ssh"] as const)("is asked nothing where nothing listens by %s", async (vouchedBy) => {
      const { outcome, calls } = await scan({ vouchedBy }, {});
      expect(outcome).toMatchObject({ ...failure("tcp", /Could not connect/), keys: [] });
      expect(calls).toEqual([]);
    });

    it("is not logged in to by SSH where nothing listens by WS-Man", async () => {
      await using ssh = await startFixtureSshServer();
      const outcome = await scanned({ port: ssh.port, trust: { vouchedBy: "winrm" } });
      expect(outcome).toMatchObject({ ...failure("tcp", /Could not connect/), keys: [] });
      expect(ssh.logins).toEqual([]);
    });

    it("is asked nothing where it shows none", async () => {
      await using mute = await startFixtureTcpServer((socket) => socket.end());
      for (const vouchedBy of ["rdp", "ssh"] as const) {
        const { outcome, calls } = await scan({ vouchedBy }, { rdp: mute.port, ssh: mute.port });
        expect(outcome).toMatchObject({ ok: false, keys: [] });
        expect(calls).toEqual([]);
      }
    });

    it("is not logged in to by SSH before it has shown its WS-Man certificate", async () => {
      await using ssh = await startFixtureSshServer();
      const { username, password, port } = ssh;
      const scanning = { port, ports: { winrmTls: host.port }, credential: { username, password } };
      const shown = await scanned({ ...scanning, trust: { vouchedBy: "winrm" } });
      expect(shown).toMatchObject({ ok: true, pins: [{ protocol: "winrm" }, { protocol: "ssh" }] });
      const trusted = { winrm: "A1".repeat(32) };
      const another = await scanned({ ...scanning, trust: { vouchedBy: "winrm", trusted } });
      expect(another).toMatchObject({
        ok: false,
        failure: { phase: "hostkey" },
        keys: [{ protocol: "winrm" }],
      });
      expect(ssh.logins).toEqual(["none", "password"]);
    });
  },
);
