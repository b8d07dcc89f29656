import type { X509Certificate } from "node:crypto";
import type { ObservedKey } from "../types.ts";

/** What shows a certificate. */
export type CertificateProtocol = Exclude<ObservedKey["protocol"], "ssh">;

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
