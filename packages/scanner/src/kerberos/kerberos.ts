import { type ChildProcess, fork } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import type {
  Answers,
  Ask,
  KerberosAnswer,
  NumberedAnswer,
  NumberedQuestion,
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
}

const SYSTEM_CONFIGURATION = "/etc/krb5.conf";

/** Where nothing comes to a disk, if the system has such a place. */
const inMemory = () => ["/dev/shm"].find(existsSync) ?? tmpdir();

/** Native calls that wait for KDCs, each in a thread. */
const THREADS = "32";

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
  readonly #ended = Promise.withResolvers<void>();
  ended = false;

  /** What the numbers of its contexts go on from. */
  readonly after: number;

  constructor({ configuration = SYSTEM_CONFIGURATION, memory = inMemory() }: KerberosOptions, after: number) {
    this.after = after;
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
      if (this.#waiting.size === 0) this.#hold(false);
    });
  }

  ask<A extends Ask>(question: QuestionOf<A>): Promise<KerberosAnswer<Answers[A]>> {
    const { promise, resolve } = Promise.withResolvers<KerberosAnswer<Answers[A]>>();
    const id = ++this.#last;
    this.#waiting.set(id, { settle: (answer: KerberosAnswer<Answers[A]>) => resolve(answer) });
    this.#hold(true);
    this.#child.send({ id, question } satisfies NumberedQuestion);
    return promise;
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
export function openKerberos(options: KerberosOptions = {}): Kerberos {
  let speaker: Speaker | undefined;
  return {
    async ask(question) {
      if (speaker === undefined || speaker.ended) {
        // What another one has begun ended with it.
        if ("context" in question) return CRASHED;
        speaker = new Speaker(options, (speaker?.after ?? 0) + CONTEXTS_OF_EACH);
      } else if ("context" in question && question.context <= speaker.after) return CRASHED;
      return speaker.ask(question);
    },
    async close() {
      await speaker?.stop();
    },
  };
}
