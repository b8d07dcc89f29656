import { ActionFailureReason, ActionStatus, CertificateType } from "@hostscan/contract";
import { type Scan, scanHost } from "@hostscan/scanner";
import { certificateGate, type FixtureWsMan, startFixtureWsMan } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";

const { Complete, Failed } = ActionStatus;
const CLOSED = 1;

const gate = certificateGate();

describe.skipIf(gate.skip)(gate.title("a Windows"), () => {
  let engine: TestEngine;
  let host: FixtureWsMan;
  beforeEach(async () => {
    [engine, host] = await Promise.all([startEngine(), startFixtureWsMan()]);
  });
  afterEach(async () => {
    await host.stop();
    await engine[Symbol.asyncDispose]();
  });

  /** Schedules a scan of the fixture, which is not on Windows' own ports. */
  async function scanned(settings: object) {
    const ports = { winrmTls: host.port, winrm: CLOSED, rdp: CLOSED };
    const scan: Scan = (target, ...rest) => scanHost({ ...target, port: CLOSED, ports }, ...rest);
    await engine.startWorker({ scan });
    const credentialId = await engine.addCredential("windows", host);
    const request = { ipAddress: host.host, credentialId, ...settings };
    const { id } = accepted(await engine.jobs.createJob([request], context));
    const { hostScanHostStatus } = await engine.until(
      id,
      ({ status }) => status === Complete || status === Failed,
    );
    return hostScanHostStatus?.[0];
  }

  const pinned = () =>
    engine.database.db.selectFrom("trust_record").select(["protocol", "pinned_thumbprint"]).execute();

  test.each(["Windows", null])(
    "a host of platform %j is scanned by WS-Man (fixture)",
    async (platformName) => {
      expect(await scanned({ platformName, acceptThumbprintOnFirstDiscovery: true })).toMatchObject({
        name: "WIN-FIXTURE",
        os: "Microsoft Windows Server 2022 Standard",
        version: "10.0.20348",
        statusDescription: "Complete: It is a server of the domain corp.example.",
      });
      expect(await pinned()).toEqual([{ protocol: "winrm", pinned_thumbprint: host.thumbprint }]);
      expect(engine.lines.text()).not.toContain(host.password);
    },
  );

  test("a certificate is not pinned where the scan failed before any login (fixture)", async () => {
    await host.stop();
    host = await startFixtureWsMan({
      onCall({ kind }, response) {
        if (kind === "identify") response.writeHead(500).end();
        return kind === "identify";
      },
    });
    const failed = await scanned({ platformName: "Windows", acceptThumbprintOnFirstDiscovery: true });
    expect(failed).toMatchObject({ failureReason: ActionFailureReason.SystemError });
    expect(host.calls.map(({ authorization }) => authorization)).toEqual([undefined]);
    expect(await pinned()).toEqual([{ protocol: "winrm", pinned_thumbprint: null }]);
  });

  test("a thumbprint that is stated is that of WS-Man's certificate (fixture)", async () => {
    const trust = {
      trustedThumbprint: host.thumbprint.toLowerCase(),
      certificateType: CertificateType.WinRM,
    };
    expect(await scanned({ platformName: "Windows", ...trust })).toMatchObject({ name: "WIN-FIXTURE" });
  });
});
