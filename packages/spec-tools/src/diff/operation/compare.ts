import { member, type Operation } from "@hostscan/contract/generate";
import { breaking, compatible, renamed } from "../change.ts";
import { checkMembers, type Scope } from "../scope.ts";
import { Site } from "../site.ts";
import { compareAccess } from "./access.ts";
import { compareAnswers } from "./answers.ts";
import { compareBody } from "./body.ts";
import { compareDeprecation } from "./deprecation.ts";
import { compareParameters } from "./parameters.ts";

/** Compares whether an operation changes anything on the server (`x-changes-nothing`). */
function compareEffects(base: Operation, revision: Operation, site: Site, scope: Scope): void {
  const [before, now] = [base, revision].map(
    ({ place }) => member(place, "x-changes-nothing")?.boolean() ?? false,
  );
  if (before === now) return;
  if (now) scope.changes.add(site, "changes nothing any more", compatible("it can be repeated freely"));
  else scope.changes.add(site, "changes something now", breaking("callers may have repeated it freely"));
}

/** What only people read of an operation. */
const forPeople = [
  "summary",
  "description",
  "tags",
  "externalDocs",
  "x-source",
  "x-codeSamples",
  "x-operation-name",
];

const compared = [
  ...forPeople,
  "operationId",
  "deprecated",
  "security",
  "x-roles",
  "x-changes-nothing",
  "parameters",
  "requestBody",
  "responses",
];

/** Compares two states of an operation. */
export function compareOperations(base: Operation, revision: Operation, scope: Scope): void {
  checkMembers(revision.place, compared);
  const site = new Site(revision.id, "operation");
  if (base.id !== revision.id) {
    scope.changes.add(site, `is called ${revision.id}, no longer ${base.id}`, renamed);
  }
  compareDeprecation(base.place, revision.place, site, scope);
  scope.compareWording(base.place, revision.place, forPeople, site);
  compareAccess(base, revision, site, scope);
  compareEffects(base, revision, site, scope);
  compareParameters(base, revision, site, scope);
  compareBody(base, revision, site, scope);
  compareAnswers(base, revision, site, scope);
}
