import { beforeAll, describe, expect, it } from "vitest";
import { failure, failureShowing, scanned } from "../test/scanning.ts";
import { scannedWindows } from "../test/windows-scanning.ts";
import { certificateGate, makeCertificate, type SelfSigned } from "./testing/certificate.ts";
import { startFixtureTcpServer } from "./testing/fixture/tcp.ts";
import { startFixtureWsMan } from "./testing/wsman/server.ts";

const gate = certificateGate();

let certificate: SelfSigned;
let other: SelfSigned;
beforeAll(async () => {
  if (gate.skip) return;
  [certificate, other] = await Promise.all([makeCertificate(), makeCertificate("rsa")]);
});

describe.skipIf(gate.skip)(gate.title("the certificate of a fixture's WS-Man"), () => {
  it.each(["error", "warn"] as const)(
    "is refused under %s where none is trusted, and nothing is asked",
    async (onMismatch) => {
      const trust = { onMismatch, acceptFirstDiscovery: false };
      const { outcome, host } = await scannedWindows({ certificate }, { trust });
      const message = new RegExp(`^No key of this host is trusted yet; it showed ${certificate.thumbprint} `);
      expect(outcome).toMatchObject(failure("hostkey", message));
      expect(outcome).toHaveProperty("keys", [
        expect.objectContaining({ thumbprint: certificate.thumbprint }),
      ]);
      expect(host.calls).toEqual([]);
    },
  );

  it("is accepted where it is the trusted one, however that is written", async () => {
    const winrm = certificate.thumbprint.toLowerCase().replace(/..(?!$)/g, "$&:");
    const trust = { acceptFirstDiscovery: false, trusted: { winrm } };
    const { outcome } = await scannedWindows({ certificate }, { trust });
    expect(outcome).toMatchObject({ ok: true, pins: [], warnings: [] });
  });

  it("is refused where another is trusted, and nothing is asked", async () => {
    const trust = { trusted: { winrm: certificate.thumbprint } };
    const { outcome, host } = await scannedWindows({ certificate: other }, { trust });
    const message = new RegExp(
      `showed ${other.thumbprint} \\(rsa-2048\\), but ${certificate.thumbprint} is trusted`,
    );
    expect(outcome).toMatchObject(failure("hostkey", message));
    expect(host.calls).toEqual([]);
  });

  it("is let pass with a warning under warn where another is trusted", async () => {
    const trust = { onMismatch: "warn", trusted: { winrm: certificate.thumbprint } } as const;
    const { outcome } = await scannedWindows({ certificate: other }, { trust });
    expect(outcome).toMatchObject({
      ok: true,
      pins: [],
      warnings: [expect.stringContaining(other.thumbprint)],
    });
  });

  it("must stay the same throughout the scan", async () => {
    await using host = await startFixtureWsMan({
      certificate,
      onCall: (_, response) => {
        host.rotateCertificate(other);
        response.setHeader("Connection", "close");
        return false;
      },
    });
    const { username, password, port } = host;
    const outcome = await scanned({
      platform: "windows",
      ports: { winrmTls: port },
      credential: { username, password },
      trust: { onMismatch: "trust" },
    });
    expect(outcome).toMatchObject(failure("hostkey", /showed two different keys during the scan/));
    expect(host.calls.map(({ kind }) => kind)).toEqual(["identify"]);
  });

  it.each([
    ["is pinned", { trusted: { winrm: "A1".repeat(32) } }],
    ["was vouched for", { vouchedBy: "winrm" }],
  ] as const)("cannot be got around by having none where one %s", async (_, trust) => {
    await using plain = await startFixtureTcpServer();
    const outcome = await scanned({ platform: "windows", ports: { winrm: plain.port }, trust });
    expect(outcome).toEqual(
      failureShowing([], "tcp", /^Could not connect to 127\.0\.0\.1 port 1 \(ECONNREFUSED\)\.$/),
    );
  });
});
