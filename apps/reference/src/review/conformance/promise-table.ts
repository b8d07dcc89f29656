import type { PromiseVerdict, RunRecord } from "@hostscan/contract-tests";
import { html } from "hono/html";
import type { Html } from "../../site/page.ts";
import { badge } from "../markup/badge.ts";
import { code } from "../markup/code.ts";
import { cardTable } from "../markup/table.ts";

/** How a verdict looks, and what it says. */
const marks: Readonly<Record<PromiseVerdict["verdict"], Html>> = {
  kept: badge("good", "Kept"),
  broken: badge("bad", "Broken"),
  "not checked": badge("warning", "Not checked"),
  unseen: badge("quiet", "Cannot be seen"),
};

/** What the run has come to of each promise of the document; nothing where a record of before has none. */
export function promiseTable({ promises = [] }: RunRecord): Html {
  if (promises.length === 0) return html``;
  const count = (verdict: PromiseVerdict["verdict"]) =>
    promises.filter((promise) => promise.verdict === verdict).length;
  return html`<p>Of ${promises.length} promises of the document ${count("kept")} are kept, ${count("broken")} broken,
${count("not checked")} not checked, and ${count("unseen")} such that no caller can see them.</p>
${cardTable({
  caption: "What the document promises, and what came of it",
  columns: ["Promise", "Verdict", "What the document says"],
  rows: promises.map(({ id, verdict, said, why }) => [
    code(id),
    why === undefined ? marks[verdict] : html`${marks[verdict]} ${why}`,
    [...new Set(said.map(({ says }) => says))].join(" · "),
  ]),
})}`;
}
