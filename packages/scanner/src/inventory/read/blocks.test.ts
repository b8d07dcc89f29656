import { describe, expect, it } from "vitest";
import { BlockReader, MAX_ANSWER_BYTES } from "./blocks.ts";

const MARKER = "a".repeat(32);

function reading(...chunks: readonly (string | Buffer)[]): BlockReader {
  const reader = new BlockReader(MARKER);
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return reader;
}

describe("an answer", () => {
  const answer = `motd\n${MARKER} one\nx\r\n\ny\n${MARKER} denied /etc/a b\n${MARKER} file /etc/c d\nz\n\n${MARKER} cut\n${MARKER} two\n`;

  it("is read in blocks and their parts", () => {
    const reader = reading(answer, `w\n${MARKER} end\nlater\n`);
    expect(reader.ended).toBe(true);
    expect(Object.fromEntries(reader.blocks)).toEqual({
      one: {
        parts: [
          { head: [], lines: ["x", "", "y"] },
          { head: ["file", "/etc/c", "d"], lines: ["z", ""] },
        ],
        denied: ["/etc/a b"],
        cut: true,
        whole: true,
      },
      two: { parts: [{ head: [], lines: ["w"] }], denied: [], cut: false, whole: true },
    });
  });

  it("is the same byte by byte", () => {
    const bytes = [...Buffer.from(answer)].map((byte) => Buffer.of(byte));
    expect(reading(...bytes).blocks).toEqual(reading(answer).blocks);
    expect(reading(answer).blocks.get("two")?.whole).toBe(false);
  });

  it("has no block where its marker is another's, or nothing but parts", () => {
    const reader = reading(
      `${"b".repeat(32)} one\nx\n${MARKER} file /a\n${MARKER} denied /a\n${MARKER} cut\n`,
    );
    expect([...reader.blocks.keys()]).toEqual([]);
    expect(reader.ended).toBe(false);
  });

  it("keeps bytes that are no text as such, and of a long line its beginning", () => {
    const reader = reading(`${MARKER} one\n`, Buffer.of(0xff, 0xfe, 0, 0x0a), "y".repeat(100_000), "y\n");
    const [first, second] = reader.blocks.get("one")?.parts[0]?.lines ?? [];
    expect(first).toBe("\ufffd\ufffd\0");
    expect(second?.length).toBe(64 * 1024);
  });

  it.each([
    ["bytes", "x".repeat(1024 * 1024), 9],
    ["lines", "\n".repeat(300_000), 1],
  ])("that has too many %s is cut", (_, chunk, times) => {
    const reader = reading(`${MARKER} one\n`, ...new Array<string>(times).fill(chunk));
    expect(reader.full).toBe(true);
    expect(reader.blocks.get("one")).toMatchObject({ cut: true, whole: false });
    reader.push(Buffer.from(`\n${MARKER} end\n`));
    expect(reader.ended).toBe(false);
  });

  it("may be endless before it begins", () => {
    const reader = reading(Buffer.alloc(MAX_ANSWER_BYTES + 1));
    expect(reader.full).toBe(true);
    expect(reader.blocks.size).toBe(0);
  });
});
