import { type JsonObject, member, type Place } from "@hostscan/contract/generate";
import { breaking, compatible, type Direction, renamed, type Verdict, wording } from "../change.ts";
import { same } from "../scope.ts";
import type { Site } from "../site.ts";
import type { Comparison } from "./compare.ts";

const forPeople = ["$comment", "description", "example", "examples", "title"];

/** Compares what a schema says besides which values it admits. `outside` is where it is referred to. */
export function compareAnnotations(
  { base, revision, site, direction, scope }: Comparison,
  outside: Site,
): void {
  const layers = Math.max(base.around.length, revision.around.length);
  const none = base.core.at("around", {});
  for (let layer = 0; layer < layers; layer += 1) {
    scope.compareWording(base.around[layer] ?? none, revision.around[layer] ?? none, forPeople, outside);
  }
  scope.compareWording(base.core, revision.core, forPeople, site);
  const changed = (name: string) => !same(read(base.core, name), read(revision.core, name));
  const change = (name: string) => `${name} ${text(base.core, name)} → ${text(revision.core, name)}`;
  if (changed("default")) {
    scope.changes.add(site, change("default"), onDefault(base.core, direction));
  }
  if (changed("deprecated")) {
    scope.changes.add(site, change("deprecated"), compatible("it works as before"));
  }
  for (const hint of ["readOnly", "writeOnly"]) {
    if (changed(hint)) scope.changes.add(site, change(hint), onHint);
  }
  for (const what of lostNames(base.core, revision.core)) scope.changes.add(site, what, renamed);
}

/** Nothing changes on the wire, but derived code leaves such a member out of one direction (OpenAPI 3.1, section 4.8.24.3). */
const onHint = breaking("code that is derived has the member in one direction only");

const read = (schema: Place<JsonObject>, name: string) => member(schema, name)?.value;

const text = (schema: Place<JsonObject>, name: string): string =>
  JSON.stringify(read(schema, name)) ?? "none";

function onDefault(base: Place<JsonObject>, direction: Direction): Verdict {
  if (direction === "answer") return wording;
  return member(base, "default")
    ? breaking("callers that leave it out mean something else")
    : compatible("callers that leave it out know what they mean");
}

/** Names of values that are still there, but go by another name or by none. */
function lostNames(base: Place<JsonObject>, revision: Place<JsonObject>): string[] {
  const now = namedValues(revision);
  return [...namedValues(base)].flatMap(([value, name]) =>
    now.has(value) && name !== undefined && now.get(value) !== name
      ? [`${value} is called ${now.get(value) ?? "nothing"}, no longer ${name}`]
      : [],
  );
}

function namedValues(schema: Place<JsonObject>): Map<string, string | undefined> {
  const names = member(schema, "x-enum-varnames")?.items() ?? [];
  const values = member(schema, "enum")?.items() ?? [];
  return new Map(values.map(({ value }, i) => [String(value), names[i]?.string()]));
}
