/** What a JSON text may hold, before anything is made of it. */
export interface JsonBounds {
  /** Arrays and objects within each other. */
  readonly depth: number;
  /** Values and names of members together. */
  readonly tokens: number;
  /** Different names of members; each costs a parser more than a name it has met. */
  readonly names: number;
  /** Digits in a row of a number; a parser is slow with many. */
  readonly digits: number;
}

/** What was found of a JSON text without parsing it. */
export interface JsonWeight {
  /** The bound that it breaks first; undefined if none. */
  readonly breaks?: keyof JsonBounds;
  /** Whether a string may hold, behind an escape, what no text can: U+0000, or half of a surrogate pair. */
  readonly mayBeIllFormed: boolean;
}

const [TAB, QUOTE, COMMA, COLON, BACKSLASH] = [0x09, 0x22, 0x2c, 0x3a, 0x5c];
const [ZERO, NINE] = [0x30, 0x39];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Weighs a JSON text in one pass over its bytes, which costs the same whatever they are; `JSON.parse` of as many bytes may
 * stand still for seconds. What it counts is an upper bound for any text, also for one that is no JSON.
 */
export function weighJson(bytes: Buffer, bounds: JsonBounds): JsonWeight {
  const names = new Set<number>();
  let depth = 0;
  let tokens = 1;
  let mayBeIllFormed = false;
  let stringStart = 0;
  let stringEnd = 0;
  let digits = 0;

  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? TAB;
    digits = byte >= ZERO && byte <= NINE ? digits + 1 : 0;
    if (digits > bounds.digits) return { breaks: "digits", mayBeIllFormed };
    if (byte === QUOTE) {
      stringStart = at + 1;
      for (at += 1; at < bytes.length && bytes[at] !== QUOTE; at += 1) {
        if (bytes[at] !== BACKSLASH) continue;
        mayBeIllFormed ||= isIllFormed(bytes, at + 1);
        at += 1;
      }
      stringEnd = at;
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      depth += 1;
      tokens += 1;
      if (depth > bounds.depth) return { breaks: "depth", mayBeIllFormed };
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      depth -= 1;
    } else if (byte === COMMA) {
      tokens += 1;
    } else if (byte === COLON) {
      tokens += 1;
      names.add(hash(bytes, stringStart, stringEnd));
      if (names.size > bounds.names) return { breaks: "names", mayBeIllFormed };
    }
    if (tokens > bounds.tokens) return { breaks: "tokens", mayBeIllFormed };
  }
  return { mayBeIllFormed };
}

/** Whether an escape, without its backslash, is `u0000` or that of a surrogate, `ud800` to `udfff` in either case. */
function isIllFormed(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== 0x75) return false;
  const [first, second = 0] = [bytes[at + 1], bytes[at + 2]];
  if (first === 0x30) return second === 0x30 && bytes[at + 3] === 0x30 && bytes[at + 4] === 0x30;
  const isHigh = (second >= 0x38 && second <= 0x39) || (second | 0x20) >= 0x61;
  return (first === 0x44 || first === 0x64) && isHigh;
}

/** FNV-1a. Names that share a hash count as one: whoever looks for such names saves a parser nothing that it can feel. */
function hash(bytes: Buffer, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at += 1) value = Math.imul(value ^ (bytes[at] ?? 0), 0x01000193);
  return value;
}
