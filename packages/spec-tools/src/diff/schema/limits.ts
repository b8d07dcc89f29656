import { member } from "@hostscan/contract/generate";
import { verdictOn } from "../shift.ts";
import type { Comparison } from "./compare.ts";
import type { Shape } from "./shape.ts";

/** A limit, by the keywords that set it; of an excluded limit, the limit itself is not admitted. */
interface Limit {
  readonly keyword: string;
  readonly excluding?: string;
  /** What holds where nothing is said. */
  readonly absent: number;
}

const limits: readonly Limit[] = [
  { keyword: "minLength", absent: 0 },
  { keyword: "maxLength", absent: Infinity },
  { keyword: "minItems", absent: 0 },
  { keyword: "maxItems", absent: Infinity },
  { keyword: "minProperties", absent: 0 },
  { keyword: "maxProperties", absent: Infinity },
  { keyword: "minimum", excluding: "exclusiveMinimum", absent: -Infinity },
  { keyword: "maximum", excluding: "exclusiveMaximum", absent: Infinity },
];

/** Compares how long, how many and how large values may be. */
export function compareLimits({ base, revision, site, direction, scope }: Comparison): void {
  for (const limit of limits) {
    const [a, b] = [read(base, limit), read(revision, limit)];
    if (a.value === b.value && a.excluded === b.excluded) continue;
    const raised = a.value === b.value ? b.excluded !== isUpper(limit) : b.value > a.value;
    const shift = raised === isUpper(limit) ? "wider" : "narrower";
    scope.changes.add(site, `${limit.keyword} ${text(a)} → ${text(b)}`, verdictOn(shift, direction));
  }
}

interface Bound {
  readonly value: number;
  readonly excluded: boolean;
}

const isUpper = ({ keyword }: Limit): boolean => keyword.startsWith("max");

/** The limit that holds: the tighter one of those that are set. */
function read({ core }: Shape, limit: Limit): Bound {
  const including = member(core, limit.keyword)?.number() ?? limit.absent;
  const excluding = limit.excluding ? member(core, limit.excluding)?.number() : undefined;
  const tighter =
    excluding !== undefined && (isUpper(limit) ? excluding <= including : excluding >= including);
  return tighter ? { value: excluding, excluded: true } : { value: including, excluded: false };
}

function text({ value, excluded }: Bound): string {
  if (!Number.isFinite(value)) return "none";
  return excluded ? `${value} excluded` : String(value);
}
