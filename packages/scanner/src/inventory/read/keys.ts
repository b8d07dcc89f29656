import { thumbprintOf } from "../../trust/thumbprint.ts";
import type { AuthorizedKey } from "../types.ts";
import { type Blocks, byText, commandLineOf, groupsOf, partsOf, type Stepwise } from "./entry.ts";

/** The most keys of an account that are kept. */
const MOST_KEYS = 500;

const KEY = /^(\S+) (\S+) (.*)$/s;

/** The keys that open an account, sorted; nothing where they could not all be read. */
export type KeysOf = (account: string) => readonly AuthorizedKey[] | undefined;

/** The public keys that open accounts. */
export function* readKeys(blocks: Blocks): Stepwise<KeysOf> {
  const accounts = new Map<string, Map<string, AuthorizedKey>>();
  const hidden = new Set<string>();
  for (const { kind, name, lines } of partsOf(blocks, "keys")) {
    yield;
    if (kind === "hidden") hidden.add(name);
    if (kind !== "file") continue;
    const keys = accounts.get(name) ?? new Map<string, AuthorizedKey>();
    accounts.set(name, keys);
    for (const line of lines) {
      yield;
      const key = keys.size < MOST_KEYS ? keyOf(line) : undefined;
      if (key !== undefined) keys.set(key.thumbprint, key);
    }
  }
  const block = blocks("keys");
  const isWhole = block?.whole === true && !block.cut;
  return (account) => {
    const keys = accounts.get(account);
    if (keys !== undefined) return [...keys.values()].sort(byThumbprint);
    return isWhole && !hidden.has(account) ? [] : undefined;
  };
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
  return { type, thumbprint: thumbprintOf(blob), comment: commandLineOf(field(3)) };
}
