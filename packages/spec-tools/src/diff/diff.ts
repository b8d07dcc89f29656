import {
  type JsonObject,
  memberObject,
  members,
  type Operation,
  operationsOf,
  Place,
} from "@hostscan/contract/generate";
import { breaking, type Change, compatible, renamed } from "./change.ts";
import { compareGround } from "./ground.ts";
import { compareOperations } from "./operation/compare.ts";
import { addressOf, pairOperations } from "./operation/pairs.ts";
import { Scope } from "./scope.ts";
import { Site } from "./site.ts";

/**
 * What changed from one bundled document to another, the breaking changes first.
 *
 * Throws an `UnsupportedSpecError` on whatever no comparison looks at, with its place: nothing changes unseen.
 */
export function diffDocuments(base: JsonObject, revision: JsonObject): Change[] {
  const scope = new Scope(base, revision);
  const [before, now] = [new Place(base), new Place(revision)];
  compareGround(before, now, scope);
  compareSchemaNames(before, now, scope);
  const pairs = pairOperations(operationsOf(before), operationsOf(now));
  for (const operation of pairs.removed) {
    report(operation, "removed", breaking("callers get 404 or 405"));
  }
  for (const operation of pairs.added) report(operation, "new", compatible("callers may use it"));
  for (const [old, operation] of pairs.kept) {
    if (addressOf(old) !== addressOf(operation)) {
      report(
        operation,
        `moved from ${addressText(old)}`,
        breaking("callers of the old address get 404 or 405"),
      );
    }
    compareOperations(old, operation, scope);
  }
  return scope.changes.list();

  function report(operation: Operation, what: string, verdict: Parameters<typeof scope.changes.add>[2]) {
    scope.changes.add(new Site(operation.id, addressText(operation)), what, verdict);
  }
}

const addressText = ({ method, path }: Operation): string => `${method.toUpperCase()} ${path}`;

/** Compares which named schemas there are; what they say is compared where operations use them. */
function compareSchemaNames(base: Place<JsonObject>, revision: Place<JsonObject>, scope: Scope): void {
  const schemas = (document: Place<JsonObject>) =>
    members(memberObject(memberObject(document, "components"), "schemas")).map(([name]) => name);
  const now = new Set(schemas(revision));
  for (const name of schemas(base)) {
    if (!now.has(name)) scope.changes.add(new Site(undefined, name), "schema removed", renamed);
  }
}
