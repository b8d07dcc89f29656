import { DirectoryError } from "./directory-error.ts";

/** One element of BER: its tag, and where it and its content are. */
export interface Element {
  readonly tag: number;
  readonly at: number;
  readonly content: number;
  readonly end: number;
}

/** The tag of what has parts in a certain order, as every message of LDAP. */
export const SEQUENCE = 0x30;

/** What was received is not what the protocol says. */
export const noLdap = () =>
  new DirectoryError("BadAnswer", "what answers there does not speak LDAP as it should");

/** The element that begins at `at`; undefined where its head has not come yet. Its end may lie behind `limit`. */
export function headAt(bytes: Buffer, at: number, limit: number): Element | undefined {
  if (limit - at < 2) return undefined;
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  const content = at + 2;
  if (first < 0x80) return { tag, at, content, end: content + first };
  const count = first & 0x7f;
  // LDAP has lengths of definite form only, and none that needs more.
  if (count === 0 || count > 4) throw noLdap();
  if (limit - content < count) return undefined;
  return { tag, at, content: content + count, end: content + count + bytes.readUIntBE(content, count) };
}

/** The elements that a content is made of, which fill it to its last byte. @throws {DirectoryError} where they do not. */
export function elements(bytes: Buffer, { content, end }: Element): Element[] {
  const found: Element[] = [];
  for (let at = content; at < end; ) {
    const element = headAt(bytes, at, end);
    if (element === undefined || element.end > end) throw noLdap();
    found.push(element);
    at = element.end;
  }
  return found;
}
