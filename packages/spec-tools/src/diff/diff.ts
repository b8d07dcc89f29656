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
import { Scope } from "./scope.ts";
import { Site } from "./site.ts";

/** Operations of two documents, each with the one that it has become. */
interface Pairs {
  readonly kept: readonly (readonly [base: Operation, revision: Operation])[];
  readonly removed: readonly Operation[];
  readonly added: readonly Operation[];
}

/** Pairs operations by method and path, whatever the path's parameters are called; what is left, by operationId. */
function pairOperations(base: readonly Operation[], revision: readonly Operation[]): Pairs {
  const kept: [Operation, Operation][] = [];
  let [removed, added] = [base, revision];
  for (const key of [addressOf, ({ id }: Operation) => id]) {
    const found = new Map(added.map((operation) => [key(operation), operation]));
    for (const operation of removed) {
      const other = found.get(key(operation));
      if (other) kept.push([operation, other]);
    }
    removed = removed.filter((operation) => !kept.some(([before]) => before === operation));
    added = added.filter((operation) => !kept.some(([, now]) => now === operation));
  }
  return { kept, removed, added };
}

/** Method and path, without the names of the path's parameters. */
function addressOf({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`;
}

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
