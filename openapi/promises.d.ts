import type { ListedSentence, PromiseList } from "./rules/promises/list.js";

/** A sentence and its place in the document. */
export interface PlacedSentence {
  readonly place: string;
  readonly says: ListedSentence["says"];
}

export function successorOf(
  entry: PlacedSentence,
  unlisted: readonly PlacedSentence[],
): PlacedSentence | undefined;

export function followed(
  list: PromiseList,
  drift: { readonly gone: readonly PlacedSentence[]; readonly unlisted: readonly PlacedSentence[] },
): PromiseList;
