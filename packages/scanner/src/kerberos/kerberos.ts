import { type ChildProcess, fork } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { codeOf } from "../failure.ts";
import type {
  Answers,
  Ask,
  KerberosAnswer,
  NumberedAnswer,
  NumberedQuestion,
  Question,
  QuestionOf,
} from "./messages.ts";

/** Speaks Kerberos, by MIT's library in a process of its own. */
export interface Kerberos {
  /** Never rejects. The process is started by the first question, and anew by the next one after it has ended. */
  ask<A extends Ask>(question: QuestionOf<A>): Promise<KerberosAnswer<Answers[A]>>;
  /** Ends the process, if there is one; resolves when it has ended, and nothing of it is left. */
  close(): Promise<void>;
}

export interface KerberosOptions {
  /** The file that says where the KDCs are; the system's where absent. */
  readonly configuration?: string | undefined;
  /** Where its folder is made; where nothing comes to a disk, where absent. */
  readonly memory?: string;
  /** After how many milliseconds of silence it is asked whether it is there. */
  readonly silenceMs?: number;
}

/** Where nothing comes to a disk, if the system has such a place. */
const inMemory = () => ["/dev/shm"].find(existsSync) ?? tmpdir();

/** Native calls that wait for KDCs, each in a thread: a few of each realm. */
const THREADS = "64";

/** A process that nobody has heard of for so long is asked for a sign, and ended if it gives none for as long again. */
const SILENCE_MS = 10_000;

// `.ts` where run from source, `.js` where built.
const MAIN = new URL(`./kerberos-process${extname(import.meta.url)}`, import.meta.url);

/** The numbers that the contexts of one process may have. */
const CONTEXTS_OF_EACH = 2 ** 40;

const CRASHED = {
  ok: false,
  fault: { kind: "crashed", text: "the process that speaks Kerberos has ended" },
} as const;

/** Who waits for an answer. */
interface Waiting {
  settle(answer: NumberedAnswer["answer"]): void;
}

/** One process, and who waits for it. */
class Speaker {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #watching: NodeJS.Timeout | undefined;
  /** How many answers came. */
  #heard = 0;
  readonly #silenceMs: number;
  readonly #ended = Promise.withResolvers<void>();
  ended = false;

  /** What the numbers of its contexts go on from. */
  readonly after: number;

  /** @throws Error where no folder can be made, or no process started */
  constructor(options: KerberosOptions, after: number) {
    const { configuration = "", memory = inMemory(), silenceMs = SILENCE_MS } = options;
    this.after = after;
    this.#silenceMs = silenceMs;
    const folder = mkdtempSync(join(memory, "hostscan-kerberos-"));
    this.#child = fork(MAIN, [folder, configuration, String(after)], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [],
      // Nothing of ours, least of all the tickets and keytabs of who has started us. In English, without a file.
      env: { LC_ALL: "C", UV_THREADPOOL_SIZE: THREADS, KRB5CCNAME: "MEMORY:none" },
    });
    const end = () => {
      this.ended = true;
      clearTimeout(this.#watching);
      this.#child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
      for (const { settle } of this.#waiting.values()) settle(CRASHED);
      this.#waiting.clear();
      this.#ended.resolve();
    };
    this.#child.on("exit", end);
    this.#child.on("error", end);
    this.#child.on("message", ({ id, answer }: NumberedAnswer) => {
      this.#waiting.get(id)?.settle(answer);
      this.#waiting.delete(id);
      this.#heard += 1;
      this.#watch();
      if (this.#waiting.size === 0) this.#hold(false);
    });
  }

  /** A process can be stopped, or stand still, for ever: whoever waits for it is told that it has ended. */
  #watch(): void {
    clearTimeout(this.#watching);
    if (this.#waiting.size === 0) return;
    this.#watching = setTimeout(() => {
      const heard = this.#heard;
      this.#send({ ask: "sign" });
      // What has come meanwhile is read first: it may be this process that stood still.
      const end = () => this.#heard === heard && this.#child.kill("SIGKILL");
      this.#watching = setTimeout(() => setImmediate(end), this.#silenceMs);
    }, this.#silenceMs);
  }

  ask<A extends Ask>(question: QuestionOf<A>): Promise<KerberosAnswer<Answers[A]>> {
    const { promise, resolve } = Promise.withResolvers<KerberosAnswer<Answers[A]>>();
    const settle = (answer: KerberosAnswer<Answers[A]>) => resolve(answer);
    this.#waiting.set(this.#last + 1, { settle });
    if (this.#waiting.size === 1) this.#watch();
    this.#hold(true);
    this.#send(question);
    return promise;
  }

  #send(question: Question): void {
    const id = ++this.#last;
    // One that has ended says so itself.
    this.#child.send({ id, question } satisfies NumberedQuestion, () => undefined);
  }

  /** Whether this process stays for it: one that nobody waits for holds up nobody. */
  #hold(holds: boolean): void {
    for (const one of [this.#child, this.#child.channel]) {
      if (holds) one?.ref();
      else one?.unref();
    }
  }

  stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    return this.#ended.promise;
  }
}

/** Kerberos for as many scans as there are. */
export function openKerberos(options: KerberosOptions): Kerberos {
  let speaker: Speaker | undefined;
  return {
    async ask(question) {
      const running = speaker?.ended === false ? speaker : undefined;
      // What another one has begun ended with it.
      if ("context" in question && (running === undefined || question.context <= running.after))
        return CRASHED;
      try {
        speaker = running ?? new Speaker(options, (speaker?.after ?? 0) + CONTEXTS_OF_EACH);
        return await speaker.ask(question);
      } catch (error) {
        return { ok: false, fault: { kind: "unstarted", text: codeOf(error) } };
      }
    },
    async close() {
      await speaker?.stop();
    },
  };
}
