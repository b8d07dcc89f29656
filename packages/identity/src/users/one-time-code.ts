import { generateSecret, generateURI, verifySync } from "otplib";

const ISSUER = "Hostscan";
const STEP_SECONDS = 30;
const SIX_DIGITS = /^\d{6}$/;

/** A secret for an authenticator app: 160 random bits, as base32. */
export function makeCodeSecret(): string {
  return generateSecret();
}

/** What an authenticator app reads, as text or as a QR code: a URI of the scheme `otpauth`. */
export function codeUri(login: string, secret: string): string {
  return generateURI({ issuer: ISSUER, label: login, secret });
}

/**
 * The step that a code belongs to (RFC 6238), one before or after now at most; undefined for a wrong code.
 *
 * @param atMs time in milliseconds since 1970
 */
export function stepOf(secret: string, code: string, atMs = Date.now()): number | undefined {
  if (!SIX_DIGITS.test(code)) return undefined;
  const epoch = Math.floor(atMs / 1_000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: STEP_SECONDS });
  return result.valid ? Math.floor(epoch / STEP_SECONDS) + result.delta : undefined;
}

/** The text of a code: a number has lost its zeros at the front, and text may have spaces around or inside. */
export function codeText(code: string | number): string {
  return typeof code === "number" ? `${code}`.padStart(6, "0") : code.replaceAll(/\s/g, "");
}
