// Shows where the document and the list of its promises differ; with --write, follows what was moved or reworded.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drift, listAsYaml, listOf, readList } from "./rules/promises/list.js";

/** Shared words at least, of all, for a sentence to be the old one in other words. */
const ALIKE = 0.5;

const words = (text) =>
  new Set(
    String(text)
      .toLowerCase()
      .match(/[\p{L}\d]+/gu),
  );

function likeness(one, other) {
  const [a, b] = [words(one), words(other)];
  return a.intersection(b).size / Math.max(1, a.union(b).size);
}

/** The unlisted sentence that a listed one has become: the same one elsewhere, or the most alike. */
export function successorOf({ place, says }, unlisted) {
  const moved = unlisted.find((each) => each.says === says);
  if (moved) return moved;
  const here = unlisted.filter((each) => each.place === place);
  const [best] = (here.length > 0 ? here : unlisted).toSorted(
    (a, b) => likeness(b.says, says) - likeness(a.says, says),
  );
  return best && likeness(best.says, says) >= ALIKE ? best : undefined;
}

/** Follows the document: each sentence that is gone is replaced by its successor, or left out. */
export function followed(list, { gone, unlisted }) {
  const left = [...unlisted];
  const entries = Object.entries(list.sentences).flatMap(([place, each]) =>
    each.map((entry) => ({ place, ...entry })),
  );
  const kept = entries.flatMap((entry) => {
    if (!gone.some(({ place, says }) => place === entry.place && says === entry.says)) return [entry];
    const successor = successorOf(entry, left);
    if (successor === undefined) return [];
    left.splice(left.indexOf(successor), 1);
    return [{ ...entry, place: successor.place, says: successor.says }];
  });
  const grouped = Map.groupBy(kept, ({ place }) => place);
  const sentences = [...grouped].map(([place, each]) => [place, each.map(({ place: _, ...entry }) => entry)]);
  return { ...list, sentences: Object.fromEntries(sentences) };
}

function main(rootFile, write) {
  const list = readList(rootFile);
  const { gone, unlisted, faults } = drift(rootFile, list);
  const print = (text) => process.stdout.write(`${text}\n`);
  for (const entry of gone) {
    const successor = successorOf(entry, unlisted);
    print(`- ${entry.place}\n  ${entry.says}`);
    print(
      successor
        ? `+ ${successor.place}\n  ${successor.says}\n`
        : "  is gone; what it promised may be another sentence's\n",
    );
  }
  const followedList = followed(list, { gone, unlisted });
  if (write && gone.length > 0) writeFileSync(listOf(rootFile), listAsYaml(followedList));
  const open = drift(rootFile, followedList).unlisted.filter(({ binds }) => binds);
  for (const { place, says } of open)
    print(`? ${place}\n    - says: ${JSON.stringify(says)}\n      promises: []   # or notBinding: why\n`);
  for (const fault of faults) print(`! ${fault}`);
  if (gone.length > 0 && !write)
    print("--write follows the sentences with a + and leaves out those that are gone.");
  if (gone.length + open.length + faults.length === 0)
    print("The document and the list of its promises agree.");
  return open.length + faults.length + (write ? 0 : gone.length) === 0 ? 0 : 1;
}

const rootFile = fileURLToPath(new URL("openapi.yaml", import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = main(rootFile, process.argv.includes("--write"));
