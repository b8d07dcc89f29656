import { member, type SchemaType } from "@hostscan/contract/generate";
import { verdictOn } from "../shift.ts";
import type { Comparison } from "./compare.ts";
import type { Shape } from "./shape.ts";

/** A limit, by the keywords that set it; of an excluded limit, the limit itself is not admitted. */
interface Limit {
  readonly keyword: string;
  /** The types whose values it concerns. */
  readonly of: readonly SchemaType[];
  readonly excluding?: string;
  /** What holds where nothing is said. */
  readonly absent: number;
}

const limits: readonly Limit[] = [
  { keyword: "minLength", of: ["string"], absent: 0 },
  { keyword: "maxLength", of: ["string"], absent: Infinity },
  { keyword: "minItems", of: ["array"], absent: 0 },
  { keyword: "maxItems", of: ["array"], absent: Infinity },
  { keyword: "minProperties", of: ["object"], absent: 0 },
  { keyword: "maxProperties", of: ["object"], absent: Infinity },
  { keyword: "minimum", of: ["integer", "number"], excluding: "exclusiveMinimum", absent: -Infinity },
  { keyword: "maximum", of: ["integer", "number"], excluding: "exclusiveMaximum", absent: Infinity },
];

/** Compares how long, how many and how large values may be. */
export function compareLimits({ base, revision, site, direction, scope }: Comparison): void {
  for (const limit of limits) {
    // A limit of values that were not there before, or are not any more, narrows nothing.
    if (![base, revision].every((shape) => concerns(limit, shape))) continue;
    const [a, b] = [read(base, limit), read(revision, limit)];
    if (a.value === b.value && a.excluded === b.excluded) continue;
    const raised = a.value === b.value ? b.excluded !== isUpper(limit) : b.value > a.value;
    const shift = raised === isUpper(limit) ? "wider" : "narrower";
    scope.changes.add(site, `${limit.keyword} ${text(a)} → ${text(b)}`, verdictOn(shift, direction));
  }
}

const concerns = ({ of }: Limit, { types }: Shape): boolean =>
  types === undefined || types.some((type) => of.includes(type));

interface Bound {
  readonly value: number;
  readonly excluded: boolean;
}

const isUpper = ({ keyword }: Limit): boolean => keyword.startsWith("max");

/** The limit that holds: the tighter one of those that are set. */
function read({ core, types }: Shape, limit: Limit): Bound {
  const including = member(core, limit.keyword)?.number() ?? limit.absent;
  const excluding = limit.excluding ? member(core, limit.excluding)?.number() : undefined;
  const tighter =
    excluding !== undefined && (isUpper(limit) ? excluding <= including : excluding >= including);
  const bound = tighter ? { value: excluding, excluded: true } : { value: including, excluded: false };
  const integersOnly = types?.every((type) => type === "integer") ?? false;
  return integersOnly ? outermost(bound, isUpper(limit)) : bound;
}

/** The last integer that a bound admits: 65,535 for what is below 65,536, and for what is 65,535.5 at most. */
function outermost({ value, excluded }: Bound, upper: boolean): Bound {
  const step = upper ? -1 : 1;
  const rounded = upper ? Math.floor(value) : Math.ceil(value);
  return { value: excluded && Number.isInteger(value) ? value + step : rounded, excluded: false };
}

function text({ value, excluded }: Bound): string {
  if (!Number.isFinite(value)) return "none";
  return excluded ? `${value} excluded` : String(value);
}
