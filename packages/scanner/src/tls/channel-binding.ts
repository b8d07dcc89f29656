import { createHash, type X509Certificate } from "node:crypto";
import { readAll, readInside } from "../spnego/der.ts";

/** What hashes a certificate whose signature has this algorithm, by its object identifier in DER. */
const HASHES: Readonly<Record<string, string>> = {
  // RSA and ECDSA with SHA-384 and SHA-512.
  "2a864886f70d01010c": "sha384",
  "2a864886f70d01010d": "sha512",
  "2a8648ce3d040303": "sha384",
  "2a8648ce3d040304": "sha512",
};

const SEQUENCE = 0x30;

/**
 * What ties a login to the connection with this certificate (RFC 5929, 4.1, `tls-server-end-point`): its hash, by the
 * algorithm of its own signature, by SHA-256 where that is MD5, SHA-1, or tells none.
 */
export function channelBinding({ raw }: Pick<X509Certificate, "raw">): Buffer {
  const [, algorithm] = readInside(raw, SEQUENCE) ?? [];
  const [id] = (algorithm && readAll(algorithm.body)) ?? [];
  const hash = HASHES[id?.body.toString("hex") ?? ""] ?? "sha256";
  return Buffer.concat([Buffer.from("tls-server-end-point:"), createHash(hash).update(raw).digest()]);
}
