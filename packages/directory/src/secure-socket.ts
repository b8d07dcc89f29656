import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from "node:tls";
import { ExtendedRequest } from "ldapts";
import { Connection, type ConnectionLimits } from "./connection.ts";
import { DirectoryError } from "./directory-error.ts";
import { failureOf } from "./result.ts";

/** Where a directory is: `ldaps:`, or `ldap:` with StartTLS. */
export interface DirectoryAddress {
  readonly startTls: boolean;
  readonly host: string;
  readonly port: number;
}

/** How a directory proves that it is the one. */
export interface DirectoryTrust {
  /** PEM of the authorities that its certificate may be from, instead of those that are trusted anyway. */
  readonly ca?: string;
  /** SHA-256 of its certificate, in hexadecimal digits. Then nothing else counts. */
  readonly fingerprint?: string;
}

const START_TLS = "1.3.6.1.4.1.1466.20037";

/** @throws {DirectoryError} where a text is no address of a directory. */
export function parseAddress(text: string): DirectoryAddress {
  const url = URL.parse(text);
  const scheme = url?.protocol;
  if (url === null || (scheme !== "ldaps:" && scheme !== "ldap:") || url.hostname === "") {
    throw new DirectoryError("BadInput", "an address is ldaps://host, or ldap://host for StartTLS");
  }
  const { username, password, pathname, search, hash } = url;
  if (username || password || search || hash || pathname.replace("/", "") !== "") {
    throw new DirectoryError("BadInput", "an address of a directory has a host and a port only");
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const startTls = scheme === "ldap:";
  return { startTls, host, port: Number(url.port) || (startTls ? 389 : 636) };
}

/** A pinned fingerprint as 64 upper-case digits. @throws {DirectoryError} where it is none. */
function pinOf(text: string): string {
  const digits = text
    .replace(/^sha-?256[:=]/i, "")
    .replaceAll(/[:\s]/g, "")
    .toUpperCase();
  if (/^[\dA-F]{64}$/.test(digits)) return digits;
  throw new DirectoryError("BadInput", "a fingerprint is SHA-256 in 64 hexadecimal digits");
}

/** Connects, and makes sure that it is the right directory before anything secret is sent. @throws {DirectoryError} */
export async function openSecureSocket(
  address: DirectoryAddress,
  trust: DirectoryTrust,
  { limits, signal }: { readonly limits: ConnectionLimits; readonly signal: AbortSignal },
): Promise<TLSSocket> {
  const pin = trust.fingerprint === undefined ? undefined : pinOf(trust.fingerprint);
  const { host, port } = address;
  const socket = connect({ host, port, noDelay: true, signal });
  try {
    await within(socket, "connect", limits.idleMs);
    if (address.startTls) await startTls(socket, limits);
    const secure = await secured(socket, { host, ca: trust.ca, idleMs: limits.idleMs });
    verify(secure, pin);
    return secure;
  } catch (error) {
    socket.destroy();
    if (error instanceof DirectoryError) throw error;
    throw new DirectoryError(
      "Unreachable",
      `cannot connect to the directory: ${reasonOf(error)}`,
      "is its address right, and may this machine reach it?",
    );
  }
}

/** Waits for an event of a socket. @throws Error where it breaks, closes or stays silent instead. */
async function within(socket: Socket, event: "connect" | "secureConnect", ms: number): Promise<void> {
  // What breaks later, when nobody waits for it any more, is no reason for the process to end.
  socket.on("error", () => {});
  const onTimeout = () => socket.destroy(new Error(`no answer for ${ms / 1000} s`));
  const onClose = () => socket.emit("error", new Error("the connection was closed"));
  socket.setTimeout(ms).once("timeout", onTimeout).once("close", onClose);
  try {
    await once(socket, event);
  } finally {
    socket.off("timeout", onTimeout).off("close", onClose).setTimeout(0);
  }
}

async function startTls(socket: Socket, limits: ConnectionLimits): Promise<void> {
  const connection = new Connection(socket, limits);
  const request = new ExtendedRequest({ messageId: 1, oid: START_TLS });
  const { message } = await connection.request(request).catch((error: unknown) => {
    if (!(error instanceof DirectoryError) || error.advice !== "") throw error;
    throw new DirectoryError(error.reason, error.message, "is it the right port for ldap://?", error.said);
  });
  connection.release();
  if (message.status === 0) return;
  const { message: why } = failureOf(message);
  throw new DirectoryError(
    "NoTls",
    `the directory refuses StartTLS: ${why}`,
    "nothing secret goes without TLS: has it a certificate, or does it take ldaps://?",
    message.errorMessage,
  );
}

async function secured(
  socket: Socket,
  { host, ca, idleMs }: { readonly host: string; readonly ca: string | undefined; readonly idleMs: number },
): Promise<TLSSocket> {
  // Whether it is trusted is decided afterwards, so that what it showed can be told.
  const options: ConnectionOptions = { socket, host, minVersion: "TLSv1.2", rejectUnauthorized: false };
  if (ca !== undefined) options.ca = ca;
  if (isIP(host) === 0) options.servername = host;
  const secure = connectTls(options);
  try {
    await within(secure, "secureConnect", idleMs);
  } catch (error) {
    throw new DirectoryError(
      "NoTls",
      `no TLS with the directory: ${reasonOf(error)}`,
      "is it the right port?",
    );
  }
  return secure;
}

function verify(socket: TLSSocket, pin: string | undefined): void {
  const shown = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(":", "") ?? "none";
  if (pin !== undefined) {
    if (shown === pin) return;
    throw new DirectoryError(
      "NotTrusted",
      `the directory's certificate is another than the pinned one: its SHA-256 is ${shown}`,
      "nothing secret was sent: make sure that it is the right server before you pin this one",
    );
  }
  if (socket.authorized) return;
  const code = reasonOf(socket.authorizationError);
  const [why, advice] = DISTRUST.find(([codes]) => codes.test(code))?.slice(1) ?? [code, ""];
  throw new DirectoryError(
    "NotTrusted",
    `the directory's certificate is not trusted: ${why}; its SHA-256 is ${shown}`,
    `${advice}pin the certificate if it is the right one`,
  );
}

/** What OpenSSL and Node find wrong with a certificate, and what helps. */
const DISTRUST: readonly (readonly [codes: RegExp, why: string, advice: string])[] = [
  [/ALTNAME/, "it is for another name", "use a name that it is for, or "],
  [/EXPIRED/, "it has expired", ""],
  [
    /SELF_SIGNED|UNABLE_TO|UNTRUSTED/,
    "the authority that it is from (its CA) is not known",
    "name a file with that, or ",
  ],
];

/** Of a name with several addresses, the reason of the first. */
function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  return first instanceof Error ? first.message : String(first);
}
