import type { ScanFailure } from "../../types.ts";
import { within } from "../../within.ts";
import type { Element } from "../../wsman/envelope.ts";
import { causeOf, isDenied, isUnknown } from "../../wsman/faults.ts";
import type { Call, Query } from "../../wsman/messages.ts";
import type { Ask } from "../../wsman/negotiate.ts";
import { call, type Lack, query, type Wmi } from "../../wsman/query.ts";
import type { Section } from "../types.ts";

/** The most that is read of a host, in bytes of what it answers. */
export const MOST_BYTES = 8 * 1024 * 1024;

/** What a reading came to, beside its entries. */
export type End = Omit<Section<never>, "entries">;

/** What was listed, and what became of it. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly end: End;
}

/** Asks a Windows one thing after the other, as long as there is time and as much as is taken of one host. */
export interface WindowsReader {
  /** Lists what a query finds; `what` is it, for people. */
  list<Item>(
    asked: Query,
    what: string,
    read: (instance: Element) => Item | undefined,
    most?: number,
  ): Promise<Listed<Item>>;
  /** Calls a method; what it gives back, or why it does not. */
  call(asked: Call, what: string): Promise<{ readonly output: Element } | { readonly end: End }>;
  /** What it comes to that something was not to be read, and the rest was: the host would be told to have lost it. */
  without(end: End): End;
  /** Of the time for the reading, the share that is left. */
  shareLeft(): number;
}

/** What is silently not there, where an account has few rights. */
export const LIMITED: End = {
  state: "denied",
  missing: ["the rights of an administrator"],
  message: "Seen with limited rights: a Windows shows all of them to administrators alone.",
};

/** What is told where time is over. */
export const NO_TIME = "The reading took longer than it may.";

/** Starts to read, for so many milliseconds at most. */
export function startReading({ ask, to }: Wmi, timeMs: number): WindowsReader {
  const bounds = boundsOf(ask, timeMs);
  const wmi: Wmi = { ask: bounds.ask, to };
  const endOf = (lack: Lack | undefined, what: string): End => {
    if (lack === undefined) return { state: "collected" };
    if ("fault" in lack) return endByFault(lack, what);
    const cut = bounds.cut();
    return cut === undefined
      ? { state: "failed", message: lack.failure.message }
      : { state: "cutOff", message: cut };
  };
  return {
    async list(asked, what, read, most) {
      const { items, lack } = await query(wmi, asked, read, most);
      return { items, end: endOf(lack, what) };
    },
    async call(asked, what) {
      const called = await call(wmi, asked);
      return "output" in called ? called : { end: endOf(called, what) };
    },
    without: (end) =>
      end.state === "denied" || bounds.isOver() ? end : { state: "cutOff", message: end.message },
    shareLeft: bounds.shareLeft,
  };
}

function endByFault({ fault }: Extract<Lack, { fault: unknown }>, what: string): End {
  if (isDenied(fault)) {
    const message = `The login may not read ${what}. It needs WMI's rights there, as administrators have them.`;
    return { state: "denied", missing: [what], message };
  }
  if (isUnknown(fault)) return { state: "unsupported", message: `The host does not know ${what}.` };
  return { state: "failed", message: `The host does not tell ${what} (${causeOf(fault)}).` };
}

interface Bounds {
  readonly ask: Ask;
  /** The bound that was reached, for people. */
  cut(): string | undefined;
  /** Whether nothing more is asked. */
  isOver(): boolean;
  shareLeft(): number;
}

/** Asks until time is over, enough has come or the host has failed; from then on nothing more. */
function boundsOf(ask: Ask, timeMs: number): Bounds {
  const endsAt = performance.now() + timeMs;
  const leftMs = () => endsAt - performance.now();
  let bytes = 0;
  let cut: string | undefined;
  let over: { readonly ok: false; readonly failure: ScanFailure } | undefined;
  const stop = (message: string) => {
    cut = message;
    return { ok: false, failure: { phase: "collect", message } } as const;
  };
  return {
    async ask(body) {
      if (over === undefined && leftMs() <= 0) over = stop(NO_TIME);
      if (over !== undefined) return over;
      const answer = (await within(leftMs(), ask(body))) ?? stop(NO_TIME);
      if (!answer.ok) over = answer;
      else {
        bytes += answer.value.body.length;
        if (bytes > MOST_BYTES) over = stop("The host has more than is taken of one.");
      }
      return answer;
    },
    cut: () => cut,
    isOver: () => over !== undefined,
    shareLeft: () => leftMs() / timeMs,
  };
}
