import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { done, type Step } from "../failure.ts";
import { accept, type Scanning } from "../scanning.ts";
import { type CertificateProtocol, observeCertificate } from "./certificate.ts";
import { secure } from "./secure.ts";

/** Secures a connection, and judges the certificate on it. What comes back may be written to. */
export async function acceptCertificate(
  scanning: Pick<Scanning, "target" | "watch" | "keys">,
  protocol: CertificateProtocol,
  socket: Socket,
): Promise<Step<TLSSocket>> {
  scanning.watch.phase = "tls";
  const secured = await secure(socket, scanning.target.dnsHostName);
  if (!secured.ok) return secured;
  const accepted = accept(scanning, observeCertificate(protocol, secured.value.certificate));
  if (accepted.ok) return done(secured.value.socket);
  secured.value.socket.destroy();
  return accepted;
}
