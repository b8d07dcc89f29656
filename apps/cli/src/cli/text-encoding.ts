import { TextDecoder } from "node:util";
import { CommandFailure } from "./failure.ts";

type Beginning = readonly (number | undefined)[];

const UTF_32 = 'text in UTF-32: save it as "UTF-8"';
const WORKBOOK = 'a workbook or an archive, no text: save it as "CSV UTF-8"';

/** What files begin with that are no text, or none that is read; and what they are, for people. */
const OTHERS: readonly (readonly [Beginning, string])[] = [
  [[0xff, 0xfe, 0, 0], UTF_32],
  [[0, 0, 0xfe, 0xff], UTF_32],
  [[undefined, 0, 0, 0], UTF_32],
  [[0, 0, 0], UTF_32],
  [[0x50, 0x4b, 3, 4], WORKBOOK],
  [[0xd0, 0xcf, 0x11, 0xe0], WORKBOOK],
  [[0x1f, 0x8b], "compressed: unpack it"],
];

/**
 * By its byte order mark; by its NULs where a UTF-16 has none, for what begins with a letter.
 *
 * @param name of what has the bytes, for people
 * @throws {CommandFailure} where they are no text in UTF-8 or UTF-16, and can be named.
 */
function encodingOf(bytes: Uint8Array, name: string): "utf-8" | "utf-16le" | "utf-16be" {
  const other = OTHERS.find(
    ([begin]) =>
      bytes.length >= begin.length && begin.every((byte, at) => byte === undefined || byte === bytes[at]),
  );
  if (other !== undefined) throw new CommandFailure("BadInput", `${name} is ${other[1]}`);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || second === 0) return "utf-16le";
  return (first === 0xfe && second === 0xff) || first === 0 ? "utf-16be" : "utf-8";
}

/**
 * Text in UTF-8 or UTF-16, as it comes; its first piece has its first four bytes. What is damaged becomes U+FFFD, for
 * whoever reads it to name the place.
 */
export async function* decodedText(
  source: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<string, void> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of source) {
    decoder ??= new TextDecoder(encodingOf(bytes, name));
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder?.decode() ?? "";
}

/**
 * All of a text in UTF-8 or UTF-16, without a byte order mark.
 *
 * @throws {CommandFailure} where it is none.
 */
export function textOf(bytes: Uint8Array, name: string): string {
  const encoding = encodingOf(bytes, name);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new CommandFailure("BadInput", `${name} is no text in UTF-8`);
  }
}
