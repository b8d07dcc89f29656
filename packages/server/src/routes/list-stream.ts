import { setTimeout as sleep } from "node:timers/promises";
import { csvRow, type Page, type Result } from "@hostscan/core";
import type { Context } from "hono";
import { parseAccept } from "hono/utils/accept";
import { content, STREAM_TYPES } from "../answer.ts";
import { type CallerEnv, callerOf } from "../middleware/authenticate.ts";
import { linkToNext } from "./call-context.ts";
import type { Checks } from "./operation.ts";

/** A form of a list. JSON is the one of who does not ask for another. */
type Form = keyof typeof STREAM_TYPES;

const FORMS: readonly Form[] = ["csv", "lines"];
const JSON_TYPE = "application/json";

/** How much a caller wants a type (RFC 9110, 12.5.1): by the most exact range that holds it. */
function weightOf(type: string, accepted: ReturnType<typeof parseAccept>): number {
  const ranges = [type, `${type.split("/")[0]}/*`, "*/*"];
  const fits = ranges.flatMap((range) => accepted.filter((each) => each.type.toLowerCase() === range));
  return fits[0]?.q ?? 0;
}

/** The form of a list that an `Accept` header asks for; undefined for JSON, which is what a tie comes to, and nonsense. */
export function formAsked(accept: string | undefined): Form | undefined {
  if (accept === undefined) return undefined;
  const accepted = parseAccept(accept);
  const json = weightOf(JSON_TYPE, accepted);
  const weights = FORMS.map((form) => ({ form, weight: weightOf(STREAM_TYPES[form], accepted) }));
  const [first] = weights.filter(({ weight }) => weight > json).sort((a, b) => b.weight - a.weight);
  return first?.form;
}

/** Writes items in a form: `columns` are their members. */
const writers: Readonly<Record<Form, (items: readonly object[], columns: readonly string[]) => string>> = {
  csv: (items, columns) =>
    items.map((item) => `${csvRow(columns.map((column) => Reflect.get(item, column)))}\r\n`).join(""),
  lines: (items) => items.map((item) => `${JSON.stringify(item)}\n`).join(""),
};

/** A list that is told. */
export interface ToldList {
  /** What one of its items has: the schema's members are the columns. */
  readonly item: { readonly shape: object };
  /** The query. */
  readonly asked: Readonly<Record<string, string | number>>;
  /** Gets the page behind a cursor, of so many items. */
  more(page: { readonly limit: number; readonly after: string }): Promise<Result<Page<object>>>;
}

/** The most that a page holds. */
const LARGEST_PAGE = 200;

/** Texts as a stream that asks for each when the reader has taken the one before. */
function streamOf(texts: AsyncGenerator<string, void>, onLeft: () => void) {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const { value, done } = await texts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: onLeft,
    },
    { highWaterMark: 0 },
  );
}

/**
 * Answers a list as CSV or JSON Lines, where the call asks for it: all of it, or the page of a `limit` that it states. Each
 * page is read when the reader has taken those before; meanwhile nothing is held but that page's text. A page counts as a
 * call. Where one cannot be read, or the token does not hold any more, the answer breaks off without its proper end.
 */
export function streamed(
  c: Context<CallerEnv>,
  { tokens, limit }: Pick<Checks, "tokens" | "limit">,
  first: Page<object>,
  { item, asked, more }: ToldList,
): Response | undefined {
  c.header("Vary", "Accept", { append: true });
  const form = formAsked(c.req.header("Accept"));
  if (form === undefined) return undefined;
  const columns = Object.keys(item.shape);
  const write = (items: readonly object[]) => writers[form](items, columns);
  const head = form === "csv" ? `${csvRow(columns)}\r\n` : "";
  const type = { "Content-Type": `${STREAM_TYPES[form]}; charset=utf-8` };
  const isPage = c.req.query("limit") !== undefined;
  if (isPage && first.next !== undefined) c.header("Link", linkToNext(asked, first.next));
  if (c.req.method === "HEAD") return content(c, "", type);
  const text = head + write(first.items);
  if (isPage) return content(c, text, type);
  const { subject } = c.get("caller");
  const left = new AbortController();

  async function untilAllowed(): Promise<void> {
    for (;;) {
      const tooMany = await limit?.({ by: "token", key: subject });
      if (tooMany === undefined) return;
      await sleep(Number(tooMany.headers?.["Retry-After"]) * 1_000, undefined, { signal: left.signal });
    }
  }
  async function* pages(): AsyncGenerator<string, void> {
    yield text;
    for (let { next } = first; next !== undefined && !left.signal.aborted; ) {
      await untilAllowed();
      const holds = await callerOf(c.req.header("Authorization"), tokens);
      const page = holds.ok ? await more({ limit: LARGEST_PAGE, after: next }) : undefined;
      if (!page?.ok)
        throw new Error("A list that was being sent could not be read on: its answer breaks off");
      yield write(page.value.items);
      next = page.value.next;
    }
  }
  return content(
    c,
    streamOf(pages(), () => left.abort()),
    type,
  );
}
