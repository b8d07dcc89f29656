/** MIT's file of keys begins so (file format version 2). */
const MAGIC = 0x0502;

/** More than a file of the keys of some accounts holds. */
const MOST_BYTES = 64 * 1024;

/** The principals that a keytab has keys of, as in `user@REALM`; `undefined` where the bytes are no keytab. */
export function readKeytab(file: Buffer): readonly string[] | undefined {
  if (file.length < 2 || file.length > MOST_BYTES || file.readUInt16BE() !== MAGIC) return undefined;
  const principals = new Set<string>();
  for (let at = 2; at + 4 <= file.length; ) {
    const size = file.readInt32BE(at);
    at += 4;
    // A hole, where an entry was removed.
    if (size <= 0) {
      at -= size;
      if (size === 0) break;
      continue;
    }
    if (at + size > file.length) return undefined;
    const principal = readPrincipal(file.subarray(at, at + size));
    if (principal === undefined) return undefined;
    principals.add(principal);
    at += size;
  }
  return principals.size === 0 ? undefined : [...principals];
}

/** Whose key an entry is: the number of components, the realm, and the components. */
function readPrincipal(entry: Buffer): string | undefined {
  if (entry.length < 2) return undefined;
  const parts: string[] = [];
  let at = 2;
  for (let left = entry.readUInt16BE() + 1; left > 0; left--) {
    if (at + 2 > entry.length) return undefined;
    const end = at + 2 + entry.readUInt16BE(at);
    if (end > entry.length) return undefined;
    parts.push(entry.toString("utf8", at + 2, end));
    at = end;
  }
  const [realm = "", ...names] = parts;
  return names.length === 0 ? undefined : `${names.join("/")}@${realm}`;
}
