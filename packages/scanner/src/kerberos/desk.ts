import { Contexts } from "./contexts.ts";
import type { KerberosFault } from "./faults.ts";
import { type Gssapi, GssError } from "./gssapi.ts";
import type { NumberedAnswer, NumberedQuestion } from "./messages.ts";

/**
 * Answers questions by the library, once it is loaded; never rejects.
 *
 * @param folder see `TicketStore`
 * @param after see `Contexts`
 */
export function openDesk(loading: Promise<Gssapi>, folder: string, after: number) {
  const contexts = loading.then((gssapi) => new Contexts(gssapi, folder, after));
  // It is told to whoever asks.
  const missing = contexts.then(
    () => undefined,
    (error: unknown): KerberosFault => ({ kind: "missing", text: textOf(error) }),
  );
  return async ({ id, question }: NumberedQuestion): Promise<NumberedAnswer> => {
    const fault = await missing;
    if (fault !== undefined) return { id, answer: { ok: false, fault } };
    try {
      return { id, answer: { ok: true, value: await (await contexts).answer(question) } };
    } catch (error) {
      const kind = error instanceof GssError ? error.kind : "other";
      return { id, answer: { ok: false, fault: { kind, text: textOf(error) } } };
    }
  };
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
