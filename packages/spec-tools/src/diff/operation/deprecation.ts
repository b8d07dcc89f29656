import { type JsonObject, member, type Place } from "@hostscan/contract/generate";
import { compatible } from "../change.ts";
import type { Scope } from "../scope.ts";
import type { Site } from "../site.ts";

/** Compares whether something is still recommended. It works all the same. */
export function compareDeprecation(
  base: Place<JsonObject>,
  revision: Place<JsonObject>,
  site: Site,
  scope: Scope,
): void {
  const [before, now] = [base, revision].map((place) => member(place, "deprecated")?.boolean() ?? false);
  if (before === now) return;
  scope.changes.add(site, now ? "deprecated" : "no longer deprecated", compatible("it works as before"));
}
