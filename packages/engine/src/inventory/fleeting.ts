import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { KeptEntry } from "./kept-entry.ts";

type EntryData = Readonly<Record<string, unknown>>;

/** What of the entries of a section moves by itself, by their keys, as it is kept; null where nothing does. */
export async function packFleeting(entries: readonly KeptEntry[]): Promise<Buffer | null> {
  const told = entries.flatMap(({ key, fleeting }) => (fleeting ? [[key, fleeting] as const] : []));
  if (told.length === 0) return null;
  return promisify(deflateRaw)(JSON.stringify(Object.fromEntries(told)));
}

/** What of an entry moves by itself, by its key. */
export async function unpackFleeting(packed: Buffer | null | undefined): Promise<(key: string) => EntryData> {
  if (!packed) return () => ({});
  const text = await promisify(inflateRaw)(packed);
  const told = new Map(Object.entries(JSON.parse(text.toString())));
  return (key) => ({ ...Object(told.get(key)) });
}
