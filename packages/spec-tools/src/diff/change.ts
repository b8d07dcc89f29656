/**
 * What a change means to those who wrote their programs by the older document.
 *
 * `breaking`: a program that keeps to it may fail. `compatible`: none does. `wording`: the same API, in other words.
 */
export type Impact = "breaking" | "compatible" | "wording";

/** Who writes the values that a schema is about: the caller, or the server. */
export type Direction = "request" | "answer";

/** One difference between two documents. */
export interface Change {
  /** Where, in words: `HostScanJobRequest.sshPort (request)`, `answer 200`, `query limit`. */
  readonly place: string;
  /** What is different there: `maximum 65535 → 1024`. */
  readonly what: string;
  readonly impact: Impact;
  /** Why it has this impact. */
  readonly why: string;
  /** Ids of the operations that it is met in, in the order of the document; empty where it is about the whole. */
  readonly operations: readonly string[];
}

/** The impact of a change, and the reason. */
export type Verdict = Pick<Change, "impact" | "why">;

/** A verdict on what breaks callers. */
export const breaking = (why: string): Verdict => ({ impact: "breaking", why });

/** A verdict on what no caller has to follow. */
export const compatible = (why: string): Verdict => ({ impact: "compatible", why });

/** The verdict on what only people read. */
export const wording: Verdict = { impact: "wording", why: "only people read it" };

/** The verdict on names that are on no wire, but in the code that is derived from the document. */
export const renamed = breaking("code derived from the document goes by this name");
