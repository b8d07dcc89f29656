import type { CallContext, Caller, Page, SchedulingContext } from "@hostscan/core";
import type { Context } from "hono";

/** What is known of a call when its handler gets it. */
export interface KnownCall {
  get(name: "caller"): Caller;
  get(name: "requestId"): string;
  get(name: "traceParent"): string | undefined;
}

export function contextOf(c: KnownCall): CallContext {
  return { caller: c.get("caller"), requestId: c.get("requestId"), traceParent: c.get("traceParent") };
}

export const schedulingContext = (c: KnownCall, idempotencyKey: string | undefined): SchedulingContext =>
  idempotencyKey === undefined ? contextOf(c) : { ...contextOf(c), idempotencyKey };

/**
 * The `Link` header to the page behind one (RFC 8288), whose parameters it keeps. It holds the query alone: scheme, host
 * and path are those that the caller knows, which a proxy may have changed on the way.
 */
export function linkToNext(asked: Readonly<Record<string, string | number>>, after: string): string {
  const query = Object.entries({ ...asked, after }).map(([name, value]): [string, string] => [
    name,
    `${value}`,
  ]);
  return `<?${new URLSearchParams(query)}>; rel="next"`;
}

/** The items of a page; a `Link` header leads to the next one. */
export function pageOf<Item>(
  c: Pick<Context, "header">,
  asked: Readonly<Record<string, string | number>>,
  { items, next }: Page<Item>,
): Item[] {
  if (next !== undefined) c.header("Link", linkToNext(asked, next));
  return [...items];
}
