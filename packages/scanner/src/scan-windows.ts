import { isIPv6 } from "node:net";
import type { Connection } from "./connection/connect.ts";
import { hostFacts } from "./facts/facts.ts";
import { done, failed, type Step } from "./failure.ts";
import { sectionsAll } from "./inventory/every-section.ts";
import { collectWindows } from "./inventory/windows/collect.ts";
import { windowsPorts } from "./ports.ts";
import { accept, type Reading, reach, type Scanning } from "./scanning.ts";
import { acceptCertificate } from "./tls/accept-certificate.ts";
import type { ScanPhase } from "./types.ts";
import { showVouchedKey } from "./vouched.ts";
import { openLine } from "./wsman/line.ts";
import { type OpenWindows, readWindows } from "./wsman/read-windows.ts";

/** A host whose WS-Man has taken a connection. */
export interface WindowsConnection extends Connection {
  readonly port: number;
  readonly secured: boolean;
}

/** Where WS-Man over TLS was not to be had, and nothing was told about the host yet. */
const REACHED_OTHERWISE: ReadonlySet<ScanPhase> = new Set(["tcp", "denied"]);

/** Scans a host by WS-Man. */
export async function scanWindows(scanning: Scanning): Promise<Step<Reading>> {
  const connection = await reachWindows(scanning);
  return connection.ok ? readByWsMan(scanning, connection.value) : connection;
}

/**
 * Connects to WS-Man over TLS, or else without. A host that is known by its certificate is asked to show it: what
 * is taken for it must not get away with having none.
 *
 * @param share of the time that is left: the most that silence may cost
 */
export async function reachWindows(scanning: Scanning, share = 1): Promise<Step<WindowsConnection>> {
  const { trust } = scanning.target;
  const ports = windowsPorts(scanning.target);
  scanning.watch.phase = "tcp";
  const needsCertificate = trust.trusted.winrm !== undefined || trust.vouchedBy === "winrm";
  const overTls = await reach(scanning, ports.winrmTls, needsCertificate ? share : share / 2);
  if (overTls.ok) return done({ ...overTls.value, port: ports.winrmTls, secured: true });
  // The one port may be denied where the other is not.
  if (needsCertificate || !REACHED_OTHERWISE.has(overTls.failure.phase)) return overTls;
  const plain = await reach(scanning, ports.winrm, share);
  if (plain.ok) return done({ ...plain.value, port: ports.winrm, secured: false });
  if (plain.failure.phase === "denied" && overTls.failure.phase === "denied") return plain;
  return failed("tcp", `${overTls.failure.message} ${plain.failure.message}`);
}

/** The name that the host is known by, where it is known by that alone: a certificate that is new replaces no proof. */
function nameToProve({ target: { trust } }: Scanning, secured: boolean): string | undefined {
  const { kerberos, winrm } = trust.trusted;
  return trust.onMismatch === "error" && !(secured && winrm) ? kerberos : undefined;
}

/** What is to be known of a host without a certificate that passes for one which was known by what it proved. */
function warningOf({ target: { trust } }: Scanning): readonly string[] {
  const { kerberos } = trust.trusted;
  if (kerberos === undefined || trust.onMismatch !== "warn") return [];
  return [`The host has not proved by Kerberos that it is ${kerberos}.`];
}

/** Goes on where a host has taken a connection to its WS-Man. */
export async function readByWsMan(scanning: Scanning, first: WindowsConnection): Promise<Step<Reading>> {
  const { address, port, secured } = first;
  const here = { ...scanning, addresses: [address] };
  const vouched = await showVouchedKey(here, "winrm");
  if (!vouched.ok) return vouched;

  const unused = [first];
  const dial = async () => {
    const next = unused.pop();
    const connection = next === undefined ? await reach(here, port) : done(next);
    if (!connection.ok) return connection;
    if (!secured) return done({ socket: connection.value.socket });
    const { phase } = scanning.watch;
    const accepted = await acceptCertificate(here, "winrm", connection.value.socket);
    // What it was dialled for goes on: a silence from here on is none of TLS.
    if (accepted.ok) scanning.watch.phase = phase;
    return accepted;
  };
  const host = `${isIPv6(address) ? `[${address}]` : address}:${port}`;
  const line = openLine(dial, host);
  const scheme = secured ? "https" : "http";
  let hasProved = false;
  const question = {
    line,
    address: `${scheme}://${host}/wsman`,
    place: { address, port },
    name: scanning.target.dnsHostName || undefined,
    secured,
    credential: scanning.credential,
    windows: scanning.windows,
    mustProve: nameToProve(scanning, secured),
    proved: (name: string) => {
      hasProved = true;
      return accept(scanning, { protocol: "kerberos", thumbprint: name, algorithm: "kerberos" });
    },
    askMore: (host: OpenWindows) => collectWindows(scanning, host),
  };
  const read = await readWindows(question, scanning.watch);
  line.hangUp();
  if (!read.ok) return read;
  const facts = hostFacts(read.value.facts, scanning.target.dnsHostName || address, address);
  const { more } = read.value;
  const warnings = [...read.value.warnings, ...(secured || hasProved ? [] : warningOf(scanning))];
  const inventory =
    more ?? sectionsAll(scanning.sections, { state: "failed", message: "The host was not logged in to." });
  return done({ facts, inventory, warnings });
}
