import { describe, expect, it } from "vitest";
import { block } from "../script/block.ts";
import { BlockReader, MAX_ANSWER_BYTES } from "./blocks.ts";

const MARKER = "a".repeat(32);
const BLOCKS = [block("one", 1024 * 1024, 4_096, ""), block("two", 100, 60, "")];

function reading(...chunks: readonly (string | Buffer)[]): BlockReader {
  const reader = new BlockReader(MARKER, BLOCKS);
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return reader;
}

const linesOfBlock = (reader: BlockReader, name: string) =>
  reader.blocks.get(name)?.parts.flatMap(({ lines }) => lines);

describe("an answer", () => {
  const answer = `motd\n${MARKER} one\nx\r\n\ny\n${MARKER} denied /etc/a b\n${MARKER} file /etc/c d\nz\n\n${MARKER} cut\n${MARKER} two\n`;

  it("is read in blocks and their parts", () => {
    const reader = reading(answer, `w\n${MARKER} end\nlater\n`);
    expect(reader.ended).toBe(true);
    expect(Object.fromEntries(reader.blocks)).toEqual({
      one: {
        parts: [
          { kind: "", name: "", lines: ["x", "", "y"] },
          { kind: "file", name: "/etc/c d", lines: ["z", ""] },
        ],
        denied: ["/etc/a b"],
        cut: true,
        whole: true,
      },
      two: { parts: [{ kind: "", name: "", lines: ["w"] }], denied: [], cut: false, whole: true },
    });
  });

  it("is the same byte by byte", () => {
    const bytes = [...Buffer.from(answer)].map((byte) => Buffer.of(byte));
    expect(reading(...bytes).blocks).toEqual(reading(answer).blocks);
    expect(reading(answer).blocks.get("two")?.whole).toBe(false);
  });

  it("has no block where its marker is another's, or nobody asked for it, or it has nothing but parts", () => {
    const reader = reading(
      `${"b".repeat(32)} one\nx\n${MARKER} three\nx\n${MARKER} file /a\n${MARKER} denied /a\n${MARKER} cut\n${MARKER} masked\n`,
    );
    expect([...reader.blocks.keys()]).toEqual([]);
    expect(reader.ended).toBe(false);
  });

  it("keeps of the blocks of a name the first one, whatever comes later", () => {
    const reader = reading(`${MARKER} one\nx\n${MARKER} two\n${MARKER} one\ny\n${MARKER} file f\nz\n`);
    expect(linesOfBlock(reader, "one")).toEqual(["x"]);
    expect(reader.blocks.get("one")).toMatchObject({ parts: [{ kind: "" }], whole: true });
    expect(linesOfBlock(reader, "two")).toEqual([]);
  });

  it("keeps bytes that are no text as such, and of a long line its beginning, as its block says", () => {
    const reader = reading(
      `${MARKER} one\n`,
      Buffer.of(0xff, 0xfe, 0, 0x0a),
      "y".repeat(100_000),
      `y\n${MARKER} two\n${"z".repeat(70)}\n`,
    );
    const [first, second] = linesOfBlock(reader, "one") ?? [];
    expect(first).toBe("\ufffd\ufffd\0");
    expect(second?.length).toBe(4_096);
    expect(linesOfBlock(reader, "two")).toEqual(["z".repeat(60)]);
  });

  it("is cut in a block that has more than its own, and goes on with the next", () => {
    const line = "0123456789012345678\n";
    const fits = reading(`${MARKER} two\n${line.repeat(5)}\n${MARKER} one\nx\n`);
    expect(fits.blocks.get("two")?.cut).toBe(false);
    const reader = reading(`${MARKER} two\n${line.repeat(7)}${MARKER} service s\n${MARKER} one\nx\n`);
    expect(linesOfBlock(reader, "two")?.length).toBe(5);
    expect(reader.blocks.get("two")).toMatchObject({ parts: [{ kind: "" }], cut: true, whole: true });
    expect(linesOfBlock(reader, "one")).toEqual(["x"]);
  });

  it("tells a few of what may not be read", () => {
    const reader = reading(`${MARKER} one\n`, `${MARKER} denied /x\n`.repeat(100));
    expect(reader.blocks.get("one")?.denied.length).toBe(20);
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
