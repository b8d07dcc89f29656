import { askShell } from "./connection/ask-shell.ts";
import { awaitIdentification } from "./connection/identification.ts";
import { runCommand } from "./connection/run-command.ts";
import { openSession, type Session } from "./connection/session.ts";
import { withTrustedKey } from "./connection/with-trusted-key.ts";
import type { Probe } from "./facts/facts.ts";
import { linesOf } from "./facts/text.ts";
import { done, type Step } from "./failure.ts";
import type { Login } from "./login/login.ts";
import { reach, type Scanning } from "./scanning.ts";
import type { ScanFailure } from "./types.ts";
import { within } from "./within.ts";

/** How much of the time that is left a host may take for the first word of its answer; the last question has it all. */
const FIRST_WORD_SHARE = 1 / 2;

const NOT_RUN: ScanFailure = {
  phase: "collect",
  message: "The host did not run the command that reads its system.",
};

/** The host has ended the connection before it said a word. */
interface Broken {
  readonly brokenBy: ScanFailure;
}

/** Of a probe, what the asking needs: an answer in a shell is whole where `parse` makes something of it. */
type Asked = Pick<Probe, "end" | "inShell"> & { readonly parse: (lines: readonly string[]) => unknown };

/** Puts questions to a host that has let a login in, over further connections where it ends one after each answer. */
export class SshQuestions {
  readonly #scanning: Scanning;
  readonly #login: Login;
  readonly #address: string;
  #session: Session;
  #said = "";

  /** @param session of which it takes charge */
  constructor(scanning: Scanning, login: Login, address: string, session: Session) {
    this.#scanning = scanning;
    this.#login = login;
    this.#address = address;
    this.#session = session;
  }

  /** What the host has said on its error output, of late. */
  get said(): string {
    return this.#said;
  }

  /** What the host answers to a probe; nothing where it stays silent or breaks off and may be asked something else. */
  async ask(command: string, probe: Asked): Promise<Step<Buffer>> {
    // Cisco IOS closes the connection after one exec.
    if (this.#session.isOver()) {
      const again = await this.#logInAgain();
      if (!again.ok) return again;
    }
    const answer = await this.#run(command, probe);
    if (answer !== "silent" && !("brokenBy" in answer)) return answer;
    const another = await this.#logInAgain();
    if (!another.ok) return another;
    if (answer === "silent") return probe.inShell ? this.#askInShell(command, probe) : done(Buffer.alloc(0));
    // It was closing while it was asked.
    const last = await this.#run(command, probe);
    if (last === "silent") return done(Buffer.alloc(0));
    return "brokenBy" in last ? { ok: false, failure: last.brokenBy } : last;
  }

  /** A session to ask more in: the one there is, or another where the host has ended that or is about to. */
  async session(isEnding: boolean): Promise<Step<Session>> {
    const again = isEnding || this.#session.isOver() ? await this.#logInAgain() : done(undefined);
    return again.ok ? done(this.#session) : again;
  }

  /** To be awaited before more of a secret is told over the session. */
  mayTell(): Promise<Step<undefined>> {
    const { target, watch } = this.#scanning;
    return watch.mayLogIn({ address: this.#address, port: target.port });
  }

  /** Ends the connection there is. */
  leave(): void {
    this.#session.client.end();
  }

  /** Runs the command; `silent` where the host takes it and says nothing. */
  async #run(command: string, probe: Asked): Promise<Step<Buffer> | "silent" | Broken> {
    const { client, broken, isOver } = this.#session;
    const { answer, spoke } = runCommand(client, command, probe.end);
    const ended = Promise.race([answer, broken.then((failure) => ({ ok: false, failure }) as const)]);
    const inTime = await within(this.#scanning.watch.remainingMs() * FIRST_WORD_SHARE, ended);
    if (inTime === undefined && !spoke()) return "silent";
    const settled = inTime ?? (await ended);
    if (!settled.ok) return isOver() && !spoke() ? { brokenBy: settled.failure } : settled;
    const { output, said, exited } = settled.value;
    if (!exited && !spoke()) return { brokenBy: NOT_RUN };
    this.#said = said;
    return done(output);
  }

  async #askInShell(command: string, { parse }: Asked): Promise<Step<Buffer>> {
    const { client, broken } = this.#session;
    const isAnswer = (output: Buffer) => parse(linesOf(output)) !== undefined;
    return Promise.race([
      askShell(client, command, isAnswer),
      broken.then((failure) => ({ ok: false, failure }) as const),
    ]);
  }

  async #logInAgain(): Promise<Step<undefined>> {
    this.#session.client.destroy();
    const { target, watch, keys } = this.#scanning;
    const address = this.#address;
    const connection = await reach({ ...this.#scanning, addresses: [address] }, target.port);
    if (!connection.ok) return connection;
    watch.phase = "kex";
    const { socket } = connection.value;
    const identified = await awaitIdentification(socket);
    if (!identified.ok) return identified;
    const place = { address, port: target.port };
    const login = this.#login;
    const session = await withTrustedKey(this.#scanning, { socket, address }, (next, search) =>
      openSession({ socket: next, place, login, keys, search, again: true }, watch),
    );
    if (!session.ok) return session;
    this.#session = session.value;
    return done(undefined);
  }
}
