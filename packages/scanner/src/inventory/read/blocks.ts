/** The most that is taken of a host's answer, and of one of its lines, in bytes; and how many lines. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const MAX_LINE_BYTES = 64 * 1024;
const MAX_LINES = 250_000;

/** A part of a block: what a line of the script says of it, and the lines that follow. */
export interface Part {
  /** The words behind the marker, e.g. `file /etc/crontab`; none at the beginning of a block. */
  readonly head: readonly string[];
  readonly lines: string[];
}

/** One block of the answer. */
export interface AnswerBlock {
  readonly parts: Part[];
  /** What the login may not read. */
  readonly denied: string[];
  /** Whether there is more than the host was to send. */
  cut: boolean;
  /** Whether it has come whole. */
  whole: boolean;
}

/** The heads of parts; whatever else is behind a marker begins a block. */
const PARTS: ReadonlySet<string> = new Set(["file", "service", "masked", "wanted"]);

/** Reads the blocks of an answer piece by piece, in linear time; each byte is looked at once and bounded. */
export class BlockReader {
  readonly blocks = new Map<string, AnswerBlock>();
  readonly #prefix: string;
  #line: Buffer[] = [];
  #lineBytes = 0;
  #bytes = 0;
  #lines = 0;
  #current: AnswerBlock | undefined;
  #ended = false;
  #full = false;

  constructor(marker: string) {
    this.#prefix = `${marker} `;
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
      this.#take(Buffer.concat(this.#line).toString());
      this.#line = [];
      this.#lineBytes = 0;
      from = end + 1;
    }
  }

  #keep(piece: Buffer): void {
    const room = MAX_LINE_BYTES - this.#lineBytes;
    if (room <= 0 || piece.length === 0) return;
    // A copy: the rest of what it came with is not to be held for it.
    const kept = Buffer.from(piece.subarray(0, room));
    this.#line.push(kept);
    this.#lineBytes += kept.length;
  }

  #take(raw: string): void {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    this.#lines += 1;
    if (this.#lines > MAX_LINES) this.#stop();
    else if (line.startsWith(this.#prefix)) this.#turn(line.slice(this.#prefix.length));
    else this.#current?.parts.at(-1)?.lines.push(line);
  }

  /** Goes on with what the script says. */
  #turn(text: string): void {
    const [word = ""] = text.split(" ", 1);
    const rest = text.slice(word.length + 1);
    const current = this.#current;
    if (PARTS.has(word)) current?.parts.push({ head: [word, ...rest.split(" ")], lines: [] });
    else if (word === "denied") current?.denied.push(rest);
    else if (word === "cut") this.#cut();
    else this.#begin(word);
  }

  #begin(name: string): void {
    if (this.#current !== undefined) this.#current.whole = true;
    this.#ended = name === "end";
    if (this.#ended) return;
    this.#current = { parts: [{ head: [], lines: [] }], denied: [], cut: false, whole: false };
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
