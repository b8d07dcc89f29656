import type { Block } from "../script/block.ts";

/** The most that is taken of a host's answer, in bytes, and how many lines. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const MAX_LINES = 250_000;
/** The longest line that is looked at outside of a block, in bytes: one that begins a block is shorter. */
const MAX_OTHER_LINE_BYTES = 512;
/** The most that is told of what a login may not read. */
const MOST_DENIED = 20;

/** A part of a block: what a line of the script says of it, and the lines that follow. */
export interface Part {
  /** The word behind the marker, e.g. `file`; empty at the beginning of a block. */
  readonly kind: string;
  /** What follows that, e.g. `/etc/crontab`. */
  readonly name: string;
  readonly lines: string[];
}

/** One block of the answer. */
export interface AnswerBlock {
  readonly parts: Part[];
  /** What the login may not read: the first of it. */
  readonly denied: string[];
  /** Whether there is more than the host was to send. */
  cut: boolean;
  /** Whether it has come whole. */
  whole: boolean;
}

/** The heads of parts; whatever else is behind a marker begins a block. */
const PARTS: ReadonlySet<string> = new Set(["file", "hidden", "masked", "service", "wanted"]);

/**
 * Reads the blocks of an answer piece by piece, in linear time; each byte is looked at once. A host that does not keep
 * to the bounds of a block is held to them here: each line is cut, and each block.
 */
export class BlockReader {
  readonly blocks = new Map<string, AnswerBlock>();
  readonly #prefix: string;
  /** Those that have not begun. Of a name the first one counts: nothing that comes later takes its place. */
  readonly #awaited: Map<string, Block>;
  #line: Buffer[] = [];
  #lineBytes = 0;
  #bytes = 0;
  #lines = 0;
  #current: AnswerBlock | undefined;
  #most = MAX_OTHER_LINE_BYTES;
  /** What the current block may still have, in bytes. */
  #left = 0;
  #ended = false;
  #full = false;

  /** @param blocks those that the host was asked for; it has no others */
  constructor(marker: string, blocks: readonly Block[]) {
    this.#prefix = `${marker} `;
    this.#awaited = new Map(blocks.map((block) => [block.name, block]));
  }

  /** Whether the answer has come to its end. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether a bound is reached: nothing more is taken. */
  get full(): boolean {
    return this.#full;
  }

  push(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_ANSWER_BYTES) this.#stop();
    let from = 0;
    while (!this.#ended && !this.#full) {
      const end = chunk.indexOf(0x0a, from);
      this.#keep(chunk.subarray(from, end === -1 ? undefined : end));
      if (end === -1) return;
      this.#take(Buffer.concat(this.#line));
      this.#line = [];
      this.#lineBytes = 0;
      from = end + 1;
    }
  }

  #keep(piece: Buffer): void {
    const room = this.#most - this.#lineBytes;
    if (room <= 0 || piece.length === 0) return;
    // A copy: the rest of what it came with is not to be held for it.
    const kept = Buffer.from(piece.subarray(0, room));
    this.#line.push(kept);
    this.#lineBytes += kept.length;
  }

  #take(bytes: Buffer): void {
    this.#lines += 1;
    this.#left -= bytes.length + 1;
    const raw = bytes.toString();
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (this.#lines > MAX_LINES) this.#stop();
    else if (line.startsWith(this.#prefix)) this.#turn(line.slice(this.#prefix.length));
    else if (this.#hasRoom()) this.#current?.parts.at(-1)?.lines.push(line);
  }

  /** Whether the current block may have the line; else it is cut. One more byte ends the line before the next block. */
  #hasRoom(): boolean {
    if (this.#left < -1) this.#cut();
    return this.#left >= -1;
  }

  /** Goes on with what the script says. */
  #turn(said: string): void {
    const blank = said.indexOf(" ");
    const word = blank === -1 ? said : said.slice(0, blank);
    const name = blank === -1 ? "" : said.slice(blank + 1);
    const current = this.#current;
    if (word === "cut") this.#cut();
    else if (word === "denied") {
      if (current !== undefined && current.denied.length < MOST_DENIED) current.denied.push(name);
    } else if (!PARTS.has(word)) this.#begin(word);
    else if (this.#hasRoom()) current?.parts.push({ kind: word, name, lines: [] });
  }

  #begin(name: string): void {
    if (this.#current !== undefined) this.#current.whole = true;
    this.#current = undefined;
    this.#most = MAX_OTHER_LINE_BYTES;
    this.#ended = name === "end";
    const awaited = this.#awaited.get(name);
    if (this.#ended || awaited === undefined) return;
    this.#awaited.delete(name);
    this.#most = awaited.lineLength;
    this.#left = awaited.bytes;
    this.#current = { parts: [{ kind: "", name: "", lines: [] }], denied: [], cut: false, whole: false };
    this.blocks.set(name, this.#current);
  }

  #cut(): void {
    if (this.#current !== undefined) this.#current.cut = true;
  }

  #stop(): void {
    this.#full = true;
    this.#cut();
  }
}
