import { breaking, compatible, type Direction, type Verdict } from "./change.ts";

/** How the values that a schema admits have changed; `other` where some are new and some are gone, or nobody can tell. */
export type Shift = "narrower" | "wider" | "other";

const verdicts: Record<Direction, Record<Shift, Verdict>> = {
  request: {
    narrower: breaking("what callers may send now is refused"),
    wider: compatible("callers may send more"),
    other: breaking("what callers send now may be refused"),
  },
  answer: {
    narrower: compatible("callers get nothing that they do not expect"),
    wider: breaking("callers may get what they do not expect"),
    other: breaking("callers may get what they do not expect"),
  },
};

/** The verdict on a change of admitted values: whoever writes them may be given more freedom, but not less. */
export function verdictOn(shift: Shift, direction: Direction): Verdict {
  return verdicts[direction][shift];
}

/** How one set has changed into another; undefined where it has not. */
export function shiftOfSets<Value>(
  base: ReadonlySet<Value>,
  revision: ReadonlySet<Value>,
): Shift | undefined {
  const lost = [...base].some((value) => !revision.has(value));
  const gained = [...revision].some((value) => !base.has(value));
  if (lost && gained) return "other";
  if (lost) return "narrower";
  return gained ? "wider" : undefined;
}
