import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { mayBind, sentencesOf, valueAt } from "./sentences.js";

const HEADER = `# What the document promises. Each sentence that binds a server stands here at its place in the document, with the
# promises that it makes; the conformance kit has a check for each promise, but for those that are \`unseen\`.
# \`pnpm spec:promises\` shows where document and list differ, and with --write follows sentences that were moved or reworded.
`;

/** The list beside a document: one of the document's own name goes before `promises.yaml`. */
export function listOf(rootFile) {
  const own = rootFile.replace(/\.yaml$/, ".promises.yaml");
  return existsSync(own) ? own : join(dirname(rootFile), "promises.yaml");
}

/** Reads the list beside a document; an empty one where there is none. */
export function readList(rootFile) {
  const file = listOf(rootFile);
  const { unseen = {}, sentences = {} } = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
  return { unseen, sentences };
}

export const listAsYaml = (list) =>
  `${HEADER}${stringify(list, { lineWidth: 120, flowCollectionPadding: false })}`;

/** Where a list and its document differ: sentences that are gone, those that are not listed, and what is ill-formed. */
export function drift(rootFile, { unseen, sentences } = readList(rootFile)) {
  const said = sentencesOf(rootFile);
  const listed = Object.entries(sentences).flatMap(([place, entries]) =>
    entries.map((entry) => ({ place, ...entry })),
  );
  const gone = listed.filter(({ place, says }) => {
    const texts = said.get(place);
    return texts === undefined ? valueAt(rootFile, place) !== says : !texts.includes(says);
  });
  const isListed = (place, says) => sentences[place]?.some((entry) => entry.says === says) === true;
  const unlisted = [...said].flatMap(([place, texts]) =>
    texts.flatMap((says) => (isListed(place, says) ? [] : [{ place, says, binds: mayBind(says) }])),
  );
  const promised = new Set(listed.flatMap(({ promises = [] }) => promises));
  const faults = [
    ...listed
      .filter(({ promises, notBinding }) => promises?.length > 0 === (typeof notBinding === "string"))
      .map(({ place, says }) => `${place}: "${says}" must have promises, or say why it is notBinding.`),
    ...Object.keys(unseen)
      .filter((id) => !promised.has(id))
      .map((id) => `The unseen promise "${id}" is made by no sentence.`),
  ];
  return { gone, unlisted, faults };
}
