import { codeOf } from "../failure.ts";
import { type ConfigurationCopy, ConfigurationError } from "./configuration.ts";
import { Contexts } from "./contexts.ts";
import type { KerberosFault } from "./faults.ts";
import { type Gssapi, GssError } from "./gssapi.ts";
import type { NumberedAnswer, NumberedQuestion } from "./messages.ts";

/** What a desk works with. */
export interface DeskOptions {
  readonly loading: Promise<Gssapi>;
  /** See `TicketStore`. */
  readonly folder: string;
  /** See `Contexts`. */
  readonly after: number;
  readonly configuration: Pick<ConfigurationCopy, "follow">;
}

/** Answers questions by the library, once it is loaded; never rejects. */
export function openDesk({ loading, folder, after, configuration }: DeskOptions) {
  const contexts = loading.then((gssapi) => new Contexts(gssapi, folder, after));
  // It is told to whoever asks.
  const missing = contexts.then(
    () => undefined,
    (error: unknown): KerberosFault => ({ kind: "missing", text: textOf(error) }),
  );
  return async ({ id, question }: NumberedQuestion): Promise<NumberedAnswer> => {
    if (question.ask === "sign") return { id, answer: { ok: true, value: {} } };
    const fault = await missing;
    if (fault !== undefined) return { id, answer: { ok: false, fault } };
    try {
      if (question.ask === "begin") configuration.follow();
      return { id, answer: { ok: true, value: await (await contexts).answer(question) } };
    } catch (error) {
      return { id, answer: { ok: false, fault: { kind: kindOf(error), text: textOf(error) } } };
    }
  };
}

function kindOf(error: unknown): KerberosFault["kind"] {
  if (error instanceof ConfigurationError) return "unreachable";
  return error instanceof GssError ? error.kind : "other";
}

/** The system's own errors name files of ours. */
const textOf = (error: unknown) => (isTold(error) ? error.message : codeOf(error));

const isTold = (error: unknown): error is Error => error instanceof Error && !("syscall" in error);
