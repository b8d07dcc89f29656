/** A value of DER (X.690): its tag, and what is in it. */
export interface Der {
  readonly tag: number;
  readonly body: Buffer;
}

/** More than one byte of length each: no token of a login is longer. */
const MOST_LENGTH_BYTES = 3;

/** Writes a value, shorter than 16 MiB. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
  const head = Buffer.alloc(5);
  head[0] = tag;
  head[1] = 0x80 | MOST_LENGTH_BYTES;
  head.writeUIntBE(length, 2, MOST_LENGTH_BYTES);
  // The shortest form (10.1).
  const zeros = head.subarray(2).findIndex((byte) => byte !== 0);
  head[1 + zeros] = 0x80 | (MOST_LENGTH_BYTES - zeros);
  head[zeros] = tag;
  return Buffer.concat([head.subarray(zeros), body]);
}

/** The values that stand one after the other; `undefined` where the bytes are none, or a length lies. */
export function readAll(data: Buffer): readonly Der[] | undefined {
  const values: Der[] = [];
  for (let at = 0; at < data.length; ) {
    const tag = data[at];
    const span = readLength(data, at + 1);
    if (tag === undefined || span === undefined || span.end > data.length) return undefined;
    values.push({ tag, body: data.subarray(span.begin, span.end) });
    at = span.end;
  }
  return values;
}

/** The values in the first value of the data, if it has this tag. */
export function readInside(data: Buffer, tag: number): readonly Der[] | undefined {
  const [first] = readAll(data) ?? [];
  return first?.tag === tag ? readAll(first.body) : undefined;
}

/** Where a value begins and ends whose length is written at `at`. Lengths that are left open are not read. */
function readLength(data: Buffer, at: number): { readonly begin: number; readonly end: number } | undefined {
  const first = data[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { begin: at + 1, end: at + 1 + first };
  const bytes = first & 0x7f;
  const begin = at + 1 + bytes;
  if (bytes === 0 || bytes > MOST_LENGTH_BYTES || begin > data.length) return undefined;
  return { begin, end: begin + data.readUIntBE(at + 1, bytes) };
}
