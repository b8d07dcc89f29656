/** What the page is made from does not hold together: nothing is built until it does. */
export class ReviewProblem extends Error {
  override readonly name = "ReviewProblem";

  /** @param faults one line each, for whoever has to mend them */
  constructor(source: string, faults: readonly string[]) {
    super([`${source}:`, ...faults].join("\n  "));
  }
}
