import { member, type Operation } from "@hostscan/contract/generate";
import { breaking, compatible } from "../change.ts";
import { checkMembers, type Scope } from "../scope.ts";
import type { Site } from "../site.ts";
import { compareContent } from "./content.ts";

/** Compares what the body of a request may be, and whether there must be one. */
export function compareBody(base: Operation, revision: Operation, site: Site, scope: Scope): void {
  const spot = site.at("request body", "request");
  const [a, b] = [base.body, revision.body];
  const [needed, needs] = [a, b].map((body) => body && (member(body, "required")?.boolean() ?? false));
  if (a && !b) {
    scope.changes.add(spot, "removed", breaking("what callers say with it is no longer heard"));
  } else if (!needed && needs) {
    scope.changes.add(
      spot,
      a ? "optional → required" : "new, required",
      breaking("callers that send none are refused"),
    );
  } else if (!a && b) scope.changes.add(spot, "new", compatible("callers may send none"));
  else if (needed && !needs) {
    scope.changes.add(spot, "required → optional", compatible("callers may send none"));
  }
  if (!a || !b) return;
  checkMembers(b, ["description", "required", "content"]);
  scope.compareWording(a, b, ["description"], spot);
  compareContent(a, b, spot, "request", scope);
}
