import { LRUCache } from "lru-cache";
import pLimit, { type LimitFunction } from "p-limit";
import { isRefusal, type KerberosFaultKind } from "./faults.ts";
import { type Gssapi, GssError, type Handle } from "./gssapi.ts";
import { type Answers, type Ask, type Question, type QuestionOf, realmOf } from "./messages.ts";
import { type InRealm, TicketStore, type Tickets } from "./tickets.ts";

type ContextQuestion = Exclude<Question, { ask: "sign" }>;

/** More at once than a worker scans hosts. */
const MOST_CONTEXTS = 10_000;

/** What waits at once for the KDCs of one realm, each in a thread: those of one that is slow hold up no other realm. */
const MOST_OF_REALM = 4;
const MOST_REALMS = 200;

/** A login under way, or what it seals with. */
interface Context {
  handle: Handle;
  readonly tickets: Tickets;
  readonly service: string;
  readonly binding: Buffer | undefined;
  /** The library takes one call at a time for each. */
  turn: Promise<unknown>;
}

/** Answers what the process that speaks Kerberos is asked. */
export class Contexts {
  readonly #gssapi: Gssapi;
  readonly #tickets: TicketStore;
  readonly #open = new Map<number, Context>();
  readonly #realms = new LRUCache<string, LimitFunction>({ max: MOST_REALMS });
  #last: number;

  /**
   * @param folder see {@link TicketStore}
   * @param after what the numbers of contexts go on from: those of a process that has ended are none of this one's
   */
  constructor(gssapi: Gssapi, folder: string, after: number) {
    this.#gssapi = gssapi;
    this.#last = after;
    this.#tickets = new TicketStore(gssapi, folder, this.#inRealm);
  }

  /** Rejects with what the library says. */
  answer(question: ContextQuestion): Promise<Answers[Ask]> {
    if (question.ask === "begin") return this.#begin(question);
    const context = this.#open.get(question.context);
    if (context === undefined) throw new GssError(0, "there is no such context");
    const answered = context.turn.then(() => this.#inTurn(context, question));
    context.turn = answered.catch(() => undefined);
    return answered;
  }

  /** Waits for the turn of one more of the account's realm. */
  readonly #inRealm: InRealm = ({ principal }, work) => {
    const realm = realmOf(principal);
    const limit = this.#realms.get(realm) ?? pLimit(MOST_OF_REALM);
    this.#realms.set(realm, limit);
    return limit(work);
  };

  async #inTurn(
    context: Context,
    question: Exclude<ContextQuestion, { ask: "begin" }>,
  ): Promise<Answers[Ask]> {
    switch (question.ask) {
      case "step":
        return this.#step(context, question.token);
      case "seal":
        return this.#gssapi.seal(context.handle, question.text);
      case "unseal":
        return { text: this.#gssapi.unseal(context.handle, question.sealed) };
      case "end":
        this.#open.delete(question.context);
        this.#gssapi.releaseContext(context.handle);
        context.tickets.release();
        return {};
    }
  }

  async #begin(question: QuestionOf<"begin">): Promise<Answers["begin"]> {
    if (this.#open.size >= MOST_CONTEXTS) throw new GssError(0, "too many logins at once");
    const { account } = question;
    const tickets = await this.#tickets.of(account);
    try {
      return await this.#beginWith(tickets, question);
    } catch (error) {
      // The KDC may take what was got from it no more: the secret shows whether the account is still good.
      if (!tickets.kept || isOfOthers(error)) throw ofHost(error);
      tickets.forget();
    }
    const fresh = await this.#tickets.of(account);
    return this.#beginWith(fresh, question).catch((error: unknown) => {
      throw ofHost(error);
    });
  }

  async #beginWith(
    tickets: Tickets,
    { account, host, binding }: QuestionOf<"begin">,
  ): Promise<Answers["begin"]> {
    const service = `HTTP@${host}`;
    const { credentials } = tickets;
    try {
      const begun = await this.#inRealm(account, () =>
        this.#gssapi.initiate({ context: null, credentials, service, binding }),
      );
      const context = ++this.#last;
      this.#open.set(context, { handle: begun.context, tickets, service, binding, turn: Promise.resolve() });
      return { context, token: begun.token };
    } catch (error) {
      tickets.release();
      throw error;
    }
  }

  async #step(context: Context, token: Buffer): Promise<Answers["step"]> {
    const { handle, tickets, service, binding } = context;
    const { credentials } = tickets;
    const next = await this.#gssapi.initiate({ context: handle, credentials, service, binding, token });
    context.handle = next.context;
    if (!next.done) return { token: next.token, done: false };
    const { name, proved, sealing } = this.#gssapi.peer(next.context);
    return { token: next.token, done: true, ...(proved && sealing && { proved: name }) };
  }
}

/** It speaks neither of the account nor of its tickets. */
function isOfOthers(error: unknown): boolean {
  return error instanceof GssError && OF_OTHERS.has(error.kind);
}

const OF_OTHERS: ReadonlySet<KerberosFaultKind> = new Set(["service", "unreachable"]);

/** An account is refused its own ticket: what is said where one for a host was asked for speaks of that host alone. */
function ofHost(error: unknown): unknown {
  return error instanceof GssError && isRefusal(error) ? new GssError(0, error.message, "service") : error;
}
