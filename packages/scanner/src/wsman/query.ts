import { randomUUID } from "node:crypto";
import { done, failed, type Step } from "../failure.ts";
import { readFault } from "./answers.ts";
import { child, type Element, elementsIn, readBody, textOf } from "./envelope.ts";
import { MAX_ANSWER_BYTES, type WsManResponse } from "./http.ts";
import { type Addressed, enumerate, pull } from "./messages.ts";
import type { Ask } from "./negotiate.ts";

/** Instances that are asked for at once, and how often more are asked for: an answer has an end, whatever the host says. */
const MOST_ELEMENTS = 50;
const MOST_PULLS = 20;

/** Longer than what a host calls an enumeration: Windows has a UUID. */
const LONGEST_CONTEXT = 1024;

/** What a host says that does not answer: the fault's name, if it has one. */
export interface Fault {
  readonly fault: string | undefined;
  readonly status: number;
}

/** What a query found. */
export type Found = { readonly items: readonly Element[] } | Fault;

/** Reads all that a query of WQL finds, by Enumerate and as many Pulls as it takes. */
export async function query(ask: Ask, to: string, wql: string): Promise<Step<Found>> {
  const addressed = (): Addressed => ({ to, messageId: randomUUID(), mostBytes: MAX_ANSWER_BYTES });
  const items: Element[] = [];
  let message = enumerate(addressed(), wql, MOST_ELEMENTS);
  for (let pulls = 0; pulls <= MOST_PULLS; pulls++) {
    const told = await ask(message);
    if (!told.ok) return told;
    const page = readPage(told.value);
    if ("fault" in page) return done(page);
    items.push(...page.items);
    if (page.ended) return done({ items });
    if (page.context === undefined)
      return failed("collect", "The host's WS-Man broke off what it was asked to tell.");
    message = pull(addressed(), page.context, MOST_ELEMENTS);
  }
  return failed("collect", "The host's WS-Man tells without an end.");
}

interface Page {
  readonly items: readonly Element[];
  readonly ended: boolean;
  /** What to go on by, if it is fit for that. */
  readonly context: string | undefined;
}

function readPage({ status, body: text }: WsManResponse): Page | Fault {
  const body = readBody(text);
  const response = child(body, "EnumerateResponse") ?? child(body, "PullResponse");
  if (status !== 200 || response === undefined) return { fault: readFault(body), status };
  const context = textOf(response, "EnumerationContext");
  return {
    items: elementsIn(child(response, "Items")),
    ended: Object.hasOwn(response, "EndOfSequence"),
    context: context && context.length <= LONGEST_CONTEXT ? context : undefined,
  };
}
