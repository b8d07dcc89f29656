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

/** An identity as Node takes it. TLS 1.0 and 1.1 are given up (RFC 8996). */
export function secureContextOptions({ cert, key }: TlsIdentity): SecureContextOptions {
  return { cert, key, minVersion: "TLSv1.2" };
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
