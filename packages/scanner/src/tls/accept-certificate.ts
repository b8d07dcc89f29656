import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import type { Step } from "../failure.ts";
import { accept, type Scanning } from "../scanning.ts";
import type { KeyProtocol, ObservedKey } from "../types.ts";
import { type Secured, secure } from "./secure.ts";

/** What shows a certificate. */
type CertificateProtocol = Exclude<KeyProtocol, "ssh">;

/** Reads the certificate a host showed: the SHA-256 of all of it, and what kind of key it is for. */
export function observeCertificate(protocol: CertificateProtocol, certificate: X509Certificate): ObservedKey {
  const thumbprint = certificate.fingerprint256.replaceAll(":", "");
  return { protocol, thumbprint, algorithm: keyName(certificate) };
}

/** `rsa-2048`, `ec-prime256v1`, `ed25519`. */
function keyName(certificate: X509Certificate): string {
  try {
    const { asymmetricKeyType = "unknown", asymmetricKeyDetails: details } = certificate.publicKey;
    const size = details?.namedCurve ?? details?.modulusLength;
    return size === undefined ? asymmetricKeyType : `${asymmetricKeyType}-${size}`;
  } catch {
    // A kind of key that OpenSSL does not know.
    return "unknown";
  }
}

/** Secures a connection, and judges the certificate on it. What comes back may be written to. */
export async function acceptCertificate(
  scanning: Pick<Scanning, "target" | "watch" | "keys">,
  protocol: CertificateProtocol,
  socket: Socket,
): Promise<Step<Secured>> {
  scanning.watch.phase = "tls";
  const secured = await secure(socket, scanning.target.dnsHostName);
  if (!secured.ok) return secured;
  const accepted = accept(scanning, observeCertificate(protocol, secured.value.certificate));
  if (accepted.ok) return secured;
  secured.value.socket.destroy();
  return accepted;
}
