import { awaitHostKey } from "./connection/host-key.ts";
import { awaitIdentification } from "./connection/identification.ts";
import { withTrustedKey } from "./connection/with-trusted-key.ts";
import { done, type Step } from "./failure.ts";
import { windowsPorts } from "./ports.ts";
import { negotiateTls } from "./rdp/negotiate.ts";
import { accept, reach, type Scanning } from "./scanning.ts";
import { acceptCertificate } from "./tls/accept-certificate.ts";
import type { KeyProtocol } from "./types.ts";

const SHOW: Readonly<Record<KeyProtocol, (scanning: Scanning) => Promise<Step<unknown>>>> = {
  ssh: showHostKey,
  winrm: showWinrmCertificate,
  rdp: showRdpCertificate,
};

/**
 * Has the host show the key that was vouched for, where it is scanned by another protocol: it is known by that key,
 * and must have shown it before it is told anything secret. Nothing is logged in to for it.
 */
export async function showVouchedKey(scanning: Scanning, scannedBy: KeyProtocol): Promise<Step<unknown>> {
  const { vouchedBy = scannedBy } = scanning.target.trust;
  return vouchedBy === scannedBy ? done(undefined) : SHOW[vouchedBy](scanning);
}

async function showHostKey(scanning: Scanning): Promise<Step<unknown>> {
  const { target, watch } = scanning;
  const connection = await reach(scanning, target.port);
  if (!connection.ok) return connection;
  const { socket, address } = connection.value;
  watch.phase = "kex";
  const identified = await awaitIdentification(socket);
  const key = identified.ok
    ? await withTrustedKey(scanning, { socket, address }, async (next, search) => {
        const shown = await awaitHostKey(next, search);
        next.destroy();
        return shown;
      })
    : identified;
  socket.destroy();
  return key.ok ? accept(scanning, key.value) : key;
}

async function showWinrmCertificate(scanning: Scanning): Promise<Step<unknown>> {
  const connection = await reach(scanning, windowsPorts(scanning.target).winrmTls);
  if (!connection.ok) return connection;
  const accepted = await acceptCertificate(scanning, "winrm", connection.value.socket);
  connection.value.socket.destroy();
  return accepted;
}

async function showRdpCertificate(scanning: Scanning): Promise<Step<unknown>> {
  const connection = await reach(scanning, windowsPorts(scanning.target).rdp);
  if (!connection.ok) return connection;
  const { socket } = connection.value;
  scanning.watch.phase = "tls";
  const negotiated = await negotiateTls(socket);
  const accepted = negotiated.ok ? await acceptCertificate(scanning, "rdp", socket) : negotiated;
  socket.destroy();
  return accepted;
}
