import { cleanText } from "../../facts/text.ts";
import type { ScanCredential } from "../../types.ts";
import { MASK } from "./names.ts";

/** A shorter password may be a word that hosts say for good reasons, and is left where it stands. */
const LEAST_CHARACTERS = 8;
/** Members that hold words of ours alone, whatever the host says. */
const OURS: ReadonlySet<string> = new Set([
  "privilege",
  "startType",
  "state",
  "kind",
  "passwordState",
  "phase",
]);

/** Masks, in what a host says of itself, what it was told: a host may copy it into any file or name. */
export type ToldSecrets = <Said>(said: Said) => Said;

export function toldSecrets({
  password,
  elevate,
}: Pick<ScanCredential, "password" | "elevate">): ToldSecrets {
  // Also as texts of hosts are cleaned. The longest first: one may begin another.
  const secrets = [password, elevate?.password]
    .flatMap((secret = "") => [secret, cleanText(secret, secret.length)])
    .filter((secret) => secret.length >= LEAST_CHARACTERS)
    .sort((one, other) => other.length - one.length);
  if (secrets.length === 0) return (said) => said;
  const anywhere = new RegExp(secrets.map(literally).join("|"), "gi");
  return (said) => {
    let masked = false;
    const text = JSON.stringify(said, (name, value: unknown) => {
      if (typeof value !== "string" || OURS.has(name)) return value;
      const safe = value.replace(anywhere, MASK);
      masked ||= safe !== value;
      return safe;
    });
    return masked ? JSON.parse(text) : said;
  };
}

function literally(secret: string): string {
  return secret.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
