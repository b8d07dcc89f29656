import type { SecondFactor } from "@hostscan/identity";
import { renderUnicodeCompact } from "uqr";

/** What sets up an authenticator, for people: a QR code, the same as a URI, and the recovery codes. */
export function secondFactorText({ uri, recoveryCodes }: SecondFactor): string {
  return [
    renderUnicodeCompact(uri),
    "",
    "Scan this with an authenticator app, or give it the address:",
    uri,
    "",
    "Recovery codes, each good once where the authenticator is lost:",
    ...recoveryCodes.map((code) => `  ${code}`),
    "",
    "Neither is shown again.",
    "",
  ].join("\n");
}
