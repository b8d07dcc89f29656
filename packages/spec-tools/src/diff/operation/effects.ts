import { member, type Operation } from "@hostscan/contract/generate";
import { breaking, compatible } from "../change.ts";
import type { Scope } from "../scope.ts";
import type { Site } from "../site.ts";

/** Compares whether an operation changes anything on the server (`x-changes-nothing`). */
export function compareEffects(base: Operation, revision: Operation, site: Site, scope: Scope): void {
  const [before, now] = [base, revision].map(
    ({ place }) => member(place, "x-changes-nothing")?.boolean() ?? false,
  );
  if (before === now) return;
  if (now) scope.changes.add(site, "changes nothing any more", compatible("it can be repeated freely"));
  else scope.changes.add(site, "changes something now", breaking("callers may have repeated it freely"));
}
