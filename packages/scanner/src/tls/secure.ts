import type { X509Certificate } from "node:crypto";
import { isIP, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { codeOf, done, failed, type Step } from "../failure.ts";

/** A connection whose other end has proved to own the key of this certificate. Nobody has judged it yet. */
export interface Secured {
  readonly socket: TLSSocket;
  readonly certificate: X509Certificate;
}

/**
 * Exchanges keys over a connection, by TLS 1.2 or later. No authority is asked about the certificate: hosts sign
 * their own, and whether it is the trusted one is for the caller to judge before it sends anything.
 */
export function secure(socket: Socket, serverName: string | undefined): Promise<Step<Secured>> {
  return new Promise((resolve) => {
    const fail = (cause: string) => resolve(failed("tls", `The TLS handshake failed (${cause}).`));
    const secured = connect({
      socket,
      rejectUnauthorized: false,
      minVersion: "TLSv1.2",
      // An address is none (RFC 6066, 3).
      ...(serverName !== undefined && isIP(serverName) === 0 && { servername: serverName }),
    });
    // Stays for the connection's life: after the scan has ended, its errors are nobody's.
    secured.on("error", (error) => fail(codeOf(error)));
    secured.once("close", () => fail("closed by the host"));
    secured.once("secureConnect", () => {
      const certificate = secured.getPeerX509Certificate();
      if (certificate === undefined) fail("the host showed no certificate");
      else resolve(done({ socket: secured, certificate }));
    });
  });
}
