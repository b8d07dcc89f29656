import { X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContextOptions } from "node:tls";

/** What a server shows of itself over TLS, as PEM: its certificate with those between it and the root, and the key. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

/** The identity that a server has, and those that it gets while it runs. */
export interface TlsIdentities {
  readonly first: TlsIdentity;
  /** Calls `use` with every identity that takes the place of the one before, until the function returned is called. */
  follow(use: (identity: TlsIdentity) => void): () => void;
  /** Seconds for which browsers are to come back over TLS only (RFC 6797); undefined where they need not. */
  readonly strictSeconds: number | undefined;
}

/** Forward secret and authenticated all of them; of TLS 1.2 no CBC and no RSA key exchange (RFC 9325, 4.2). */
const CIPHERS = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
].join(":");

/** What handshakes are signed with: no SHA-1. */
const SIGNATURES = [
  "ecdsa_secp256r1_sha256",
  "ecdsa_secp384r1_sha384",
  "ecdsa_secp521r1_sha512",
  "ed25519",
  "ed448",
  "rsa_pss_rsae_sha256",
  "rsa_pss_rsae_sha384",
  "rsa_pss_rsae_sha512",
  "rsa_pss_pss_sha256",
  "rsa_pss_pss_sha384",
  "rsa_pss_pss_sha512",
  "rsa_pkcs1_sha256",
  "rsa_pkcs1_sha384",
  "rsa_pkcs1_sha512",
].join(":");

/** An identity as Node takes it. TLS 1.0 and 1.1 are given up (RFC 8996). */
export function secureContextOptions({ cert, key }: TlsIdentity): SecureContextOptions {
  return { cert, key, minVersion: "TLSv1.2", ciphers: CIPHERS, sigalgs: SIGNATURES, honorCipherOrder: true };
}

/** Why an identity cannot be used; undefined if it can. */
export function identityFault(identity: TlsIdentity): string | undefined {
  try {
    createSecureContext(secureContextOptions(identity));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What people know a certificate by: its SHA-256 fingerprint, and when it ends. */
export function describeCertificate({ cert }: Pick<TlsIdentity, "cert">): {
  readonly fingerprint: string;
  readonly validTo: Date;
} {
  const { fingerprint256, validToDate } = new X509Certificate(cert);
  return { fingerprint: fingerprint256, validTo: validToDate };
}
