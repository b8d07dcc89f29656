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

  describe("of a host that is known by its name in a realm", () => {
    const KERBEROS = "HTTP/web.example@EXAMPLE";
    const unproved = failure(
      "hostkey",
      /^The host has not proved by Kerberos that it is HTTP\/web\.example@EXAMPLE: /,
    );

    it.each(["Basic", "Negotiate"])(
      "replaces no proof where it is new, and %s is told nothing",
      async (challenge) => {
        const trusted = { kerberos: KERBEROS };
        const { outcome, host } = await scannedWindows(
          { certificate, challenges: [challenge] },
          { trust: { trusted } },
        );
        expect(outcome).toMatchObject(unproved);
        expect(host.calls.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
      },
    );

    it("is as good as before where it is trusted, too", async () => {
      const trusted = { kerberos: KERBEROS, winrm: certificate.thumbprint };
      const { outcome } = await scannedWindows({ certificate }, { trust: { trusted } });
      expect(outcome).toMatchObject({ ok: true, warnings: [] });
    });

    it("is missed where there is no TLS, but where another may be", async () => {
      const trusted = { kerberos: KERBEROS };
      const windows = { ntlmWithoutTls: true };
      const without = { certificate: null, challenges: ["Negotiate"] };
      const { outcome, host } = await scannedWindows(without, { windows, trust: { trusted } });
      expect(outcome).toMatchObject(unproved);
      expect(host.calls.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
      const warned = await scannedWindows({ certificate: null }, { trust: { trusted, onMismatch: "warn" } });
      const warnings = [
        "The host was not logged in to: it offers WS-Man without TLS only, which takes an account of a realm (user@corp.example).",
        `The host has not proved by Kerberos that it is ${KERBEROS}.`,
      ];
      expect(warned.outcome).toMatchObject({ ok: true, warnings });
      const trusting = await scannedWindows(
        { certificate: null },
        { trust: { trusted, onMismatch: "trust" } },
      );
      expect(trusting.outcome).toMatchObject({ ok: true, warnings: warnings.slice(0, 1) });
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
