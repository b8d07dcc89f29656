import type { Acceptor } from "../src/testing/negotiate/acceptor.ts";
import type { FixtureWsMan, FixtureWsManOptions } from "../src/testing/wsman/server.ts";
import { startFixtureWsMan } from "../src/testing/wsman/server.ts";
import type { ScanOutcome } from "../src/types.ts";
import { type Scanning, scanned } from "./scanning.ts";

/** Scans a fixture as a Windows, its TLS port where it has a certificate, and sees its connections closed. */
export async function scannedWindows(
  options: FixtureWsManOptions = {},
  scanning: Scanning = {},
): Promise<{ outcome: ScanOutcome; host: FixtureWsMan }> {
  await using host = await startFixtureWsMan(options);
  const { username, password, port } = host;
  const ports = options.certificate === null ? { winrm: port } : { winrmTls: port };
  const credential = { username, password };
  const outcome = await scanned({ platform: "windows", ports, credential, ...scanning });
  await host.untilDeserted();
  return { outcome, host };
}

/** Scans a port of an acceptor as a Windows: with TLS or without. */
export function scannedAcceptor(
  acceptor: Acceptor,
  [index, kind]: readonly [index: number, kind: "winrmTls" | "winrm"],
  scanning: Scanning = {},
): Promise<ScanOutcome> {
  const ports = { [kind]: acceptor.ports[index] ?? 0 };
  return scanned({ platform: "windows", ports, ...scanning });
}
