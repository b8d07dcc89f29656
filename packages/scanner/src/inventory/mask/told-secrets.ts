import type { ScanCredential } from "../../types.ts";
import { MASK } from "./names.ts";

/** A shorter password may be a word that hosts say for good reasons, and is left where it stands. */
const LEAST_CHARACTERS = 8;
/** Members that are words of ours, whatever the host says. */
const OURS: ReadonlySet<string> = new Set([
  "privilege",
  "source",
  "startType",
  "state",
  "kind",
  "passwordState",
]);

/** Masks, in what a host says of itself, what it was told: a host may copy it into any file or name. */
export type ToldSecrets = <Said>(said: Said) => Said;

export function toldSecrets({
  password,
  elevate,
}: Pick<ScanCredential, "password" | "elevate">): ToldSecrets {
  const secrets = [password, elevate?.password].filter(
    (secret): secret is string => secret !== undefined && secret.length >= LEAST_CHARACTERS,
  );
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
