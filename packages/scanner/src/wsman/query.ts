import { randomUUID } from "node:crypto";
import { failed } from "../failure.ts";
import type { ScanFailure } from "../types.ts";
import { child, type Element, elementsIn, readBody, textOf } from "./envelope.ts";
import { type Fault, readFault } from "./faults.ts";
import type { WsManResponse } from "./http.ts";
import { type Call, enumerate, invoke, pull, type Query } from "./messages.ts";
import type { Ask } from "./negotiate.ts";

/** Instances that are asked for at once; a host sends fewer where they are long. */
const MOST_ELEMENTS = 500;
/** How often more are asked for, and how often in vain: an answer has an end, whatever the host says. */
const MOST_PULLS = 400;
const MOST_IN_VAIN = 20;
/** Longer than what a host calls an enumeration: Windows has a UUID. */
const LONGEST_CONTEXT = 1024;

/** A host's WMI, and somebody who is logged in to ask it. */
export interface Wmi {
  readonly ask: Ask;
  /** Where WS-Man is reached, as its own requests name it. */
  readonly to: string;
}

/** Why an answer is none, or not all of it. */
export type Lack = { readonly fault: Fault } | { readonly failure: ScanFailure };

/** What a query found. */
export interface Found<Item> {
  /** What came, whatever followed. */
  readonly items: readonly Item[];
  /** Why not all came. */
  readonly lack?: Lack;
}

/**
 * Reads what a query of WQL finds, by Enumerate and as many Pulls as it takes.
 *
 * @param read makes of an instance what is kept of it; nothing where it is none of those that were asked for
 * @param most after so many no more are asked for
 */
export async function query<Item>(
  { ask, to }: Wmi,
  asked: Query,
  read: (instance: Element) => Item | undefined,
  most = Number.POSITIVE_INFINITY,
): Promise<Found<Item>> {
  const items: Item[] = [];
  const addressed = () => ({ to, messageId: randomUUID() });
  const short = (message: string): Found<Item> => ({
    items,
    lack: { failure: failed("collect", message).failure },
  });
  let message = enumerate(addressed(), asked, MOST_ELEMENTS);
  for (let pulls = 0, inVain = 0; pulls <= MOST_PULLS && inVain <= MOST_IN_VAIN; pulls++) {
    const told = await ask(message);
    if (!told.ok) return { items, lack: { failure: told.failure } };
    const page = readPage(told.value);
    if ("codes" in page) return { items, lack: { fault: page } };
    const before = items.length;
    for (const instance of page.items) {
      const item = read(instance);
      if (item !== undefined) items.push(item);
    }
    if (page.ended || items.length > most) return { items };
    if (page.context === undefined) return short("The host's WS-Man broke off what it was asked to tell.");
    inVain = items.length > before ? 0 : inVain + 1;
    message = pull(addressed(), asked, page.context, MOST_ELEMENTS);
  }
  return short("The host's WS-Man tells without an end.");
}

/** Calls a method; resolves to what it gives back. */
export async function call({ ask, to }: Wmi, asked: Call): Promise<{ readonly output: Element } | Lack> {
  const told = await ask(invoke({ to, messageId: randomUUID() }, asked));
  if (!told.ok) return { failure: told.failure };
  const output = child(readBody(told.value.body), `${asked.method}_OUTPUT`);
  return told.value.status === 200 && output !== undefined ? { output } : { fault: readFault(told.value) };
}

interface Page {
  readonly items: readonly Element[];
  readonly ended: boolean;
  /** What to go on by, if it is fit for that. */
  readonly context: string | undefined;
}

function readPage(answer: WsManResponse): Page | Fault {
  const body = readBody(answer.body);
  const response = child(body, "EnumerateResponse") ?? child(body, "PullResponse");
  if (answer.status !== 200 || response === undefined) return readFault(answer);
  const context = textOf(response, "EnumerationContext");
  return {
    items: elementsIn(child(response, "Items")),
    ended: Object.hasOwn(response, "EndOfSequence"),
    context: context && context.length <= LONGEST_CONTEXT ? context : undefined,
  };
}
