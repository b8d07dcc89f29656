import { thumbprintOf } from "../../trust/thumbprint.ts";
import type { AuthorizedKey } from "../types.ts";
import { type Blocks, byText, command, groupsOf, partsOf } from "./entry.ts";

/** The most keys of an account that are kept. */
const MOST_KEYS = 500;

const KEY = /^(\S+) (\S+) (.*)$/;

/** The public keys that open accounts, by the account's name. */
export function readKeys(blocks: Blocks): ReadonlyMap<string, readonly AuthorizedKey[]> {
  const accounts = new Map<string, Map<string, AuthorizedKey>>();
  for (const { head, lines } of partsOf(blocks, "keys")) {
    const name = head.slice(1).join(" ");
    const keys = accounts.get(name) ?? new Map<string, AuthorizedKey>();
    accounts.set(name, keys);
    for (const line of lines.slice(0, MOST_KEYS)) {
      const key = keyOf(line);
      if (key !== undefined && keys.size < MOST_KEYS) keys.set(key.thumbprint, key);
    }
  }
  return new Map([...accounts].map(([name, keys]) => [name, [...keys.values()].sort(byThumbprint)]));
}

const byThumbprint = (one: AuthorizedKey, other: AuthorizedKey): number =>
  byText(one.thumbprint, other.thumbprint);

/** `type key comment`, where the key says the same type of itself. */
function keyOf(line: string): AuthorizedKey | undefined {
  const field = groupsOf(KEY, line);
  if (field === undefined) return undefined;
  const type = field(1);
  const blob = Buffer.from(field(2), "base64");
  if (blob.length < 8 || blob.toString("latin1", 4, 4 + type.length) !== type) return undefined;
  if (blob.readUInt32BE(0) !== type.length) return undefined;
  return { type, thumbprint: thumbprintOf(blob), comment: command(field(3)) };
}
