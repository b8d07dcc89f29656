import { markdownTable } from "../../diff/index.ts";
import type { Weight } from "../client/weigh-client.ts";
import type { Comparison } from "../review.ts";
import { grouped, type Section } from "./section.ts";

/** What the client weighs after gzip, before and now; one line where it weighs the same. */
export function clientSection({ before, now }: Comparison["client"]): Section {
  const title = "Size of the client";
  if (typeof now === "string") return { title, body: `${now}.` };
  if (typeof before === "string") return { title, body: `${sizes(now)}; ${before}.` };
  const rows = now.map((weight) => {
    const was = before.find(({ name }) => name === weight.name)?.bytes;
    return [weight.name, size(was), size(weight.bytes), change(was, weight.bytes), allowed(weight)];
  });
  const same = now.every(({ bytes }, i) => bytes !== undefined && bytes === before[i]?.bytes);
  if (same) return { title, body: `${sizes(now)}, as before.` };
  const table = markdownTable(["Bytes after gzip", "Before", "Now", "Change", "At most"], rows);
  return { title, body: table };
}

const size = (bytes: number | undefined): string => (bytes === undefined ? "–" : grouped(bytes));

const allowed = ({ bytes = 0, limit }: Weight): string =>
  limit !== undefined && bytes > limit ? `${size(limit)} ⚠️` : size(limit);

const sizes = (weights: readonly Weight[]): string =>
  `${weights.map(({ name, bytes }) => `${name} ${size(bytes)}`).join(", ")} bytes after gzip`;

function change(before: number | undefined, now: number | undefined): string {
  if (before === undefined || now === undefined) return "–";
  const difference = now - before;
  return difference === 0 ? "none" : `${difference > 0 ? "+" : "−"}${grouped(Math.abs(difference))}`;
}
