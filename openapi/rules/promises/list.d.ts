/** A sentence of the document, or the value of one of its keywords, and what it promises. */
export interface ListedSentence {
  readonly says: string | number;
  readonly promises?: readonly string[];
  readonly notBinding?: string;
}

/** The list of promises: why some are not seen from outside, and the sentences by their places. */
export interface PromiseList {
  readonly unseen: Readonly<Record<string, string>>;
  readonly sentences: Readonly<Record<string, readonly ListedSentence[]>>;
}

export function readList(rootFile: string): PromiseList;
