import {
  type JsonObject,
  member,
  memberObject,
  members,
  type Operation,
  type Place,
  requiredMember,
  resolve,
} from "@hostscan/contract/generate";
import { breaking, compatible, type Verdict } from "../change.ts";
import { compareExamples } from "../examples.ts";
import { compareSchemas } from "../schema/compare.ts";
import { checkMembers, type Scope } from "../scope.ts";
import type { Site } from "../site.ts";
import { compareContent } from "./content.ts";
import { compareDeprecation } from "./deprecation.ts";
import { compareLinks } from "./links.ts";

/** Compares the headers of an answer; letter case does not matter. */
function compareHeaders(
  base: Place<JsonObject>,
  revision: Place<JsonObject>,
  site: Site,
  scope: Scope,
): void {
  const before = read(base, scope.base);
  const now = read(revision, scope.revision);
  for (const [key, { name, place }] of before) {
    const spot = site.inside(` header ${name}`);
    const other = now.get(key);
    if (other) compareHeader(place, other.place, spot, scope);
    else scope.changes.add(spot, "removed", breaking("callers no longer get what they read"));
  }
  for (const [key, { name }] of now) {
    if (before.has(key)) continue;
    scope.changes.add(
      site.inside(` header ${name}`),
      "new",
      compatible("callers pass over headers that they do not know"),
    );
  }
}

interface Header {
  readonly name: string;
  readonly place: Place<JsonObject>;
}

function read(answer: Place<JsonObject>, root: JsonObject): Map<string, Header> {
  const named = members(memberObject(answer, "headers"));
  return new Map(named.map(([name, place]) => [name.toLowerCase(), { name, place: resolve(place, root) }]));
}

function compareHeader(base: Place<JsonObject>, revision: Place<JsonObject>, site: Site, scope: Scope): void {
  checkMembers(revision, ["description", "required", "deprecated", "schema", "example", "examples"]);
  const [always, must] = [base, revision].map((place) => member(place, "required")?.boolean() ?? false);
  if (always && !must) {
    scope.changes.add(site, "required → optional", breaking("callers may miss what they always got"));
  } else if (!always && must) {
    scope.changes.add(site, "optional → required", compatible("callers get it always"));
  }
  compareDeprecation(base, revision, site, scope);
  scope.compareWording(base, revision, ["description", "example"], site);
  compareExamples(base, revision, site, scope);
  compareSchemas(requiredMember(base, "schema"), requiredMember(revision, "schema"), site, "answer", scope);
}

const rangeOf = (status: string): string => `${status.slice(0, 1)}XX`;

const isError = (status: string): boolean => status.startsWith("4") || status.startsWith("5");

/** A client treats an error status that it does not know as the first of its class (RFC 9110, section 15). */
const added = (status: string): Verdict =>
  isError(status)
    ? compatible("callers treat it as the error of its class, 4xx or 5xx")
    : breaking("callers may get what they do not expect");

const removed = (status: string): Verdict =>
  isError(status) ? compatible("callers do not get it any more") : breaking("callers wait for it in vain");

/** Compares the answers of an operation, by status. */
export function compareAnswers(base: Operation, revision: Operation, site: Site, scope: Scope): void {
  const now = new Map(revision.responses.map(({ status, place }) => [status, place]));
  for (const { status, place } of base.responses) {
    const spot = site.at(`answer ${status}`, "answer");
    // A range answers for the statuses of its class that are not written out.
    const other = now.get(status) ?? now.get(rangeOf(status));
    now.delete(status);
    if (other) compareAnswer(place, other, spot, scope);
    else scope.changes.add(spot, "removed", removed(status));
  }
  for (const status of now.keys()) {
    scope.changes.add(site.at(`answer ${status}`, "answer"), "new", added(status));
  }
}

function compareAnswer(base: Place<JsonObject>, revision: Place<JsonObject>, site: Site, scope: Scope): void {
  checkMembers(revision, ["description", "headers", "content", "links"]);
  scope.compareWording(base, revision, ["description"], site);
  compareHeaders(base, revision, site, scope);
  compareLinks(base, revision, site, scope);
  if (member(base, "content") && !member(revision, "content")) {
    scope.changes.add(site, "body removed", breaking("callers no longer get what they read"));
  } else compareContent(base, revision, site, "answer", scope);
}
