import type { Operation } from "@hostscan/contract/generate";
import { renamed } from "../change.ts";
import { checkMembers, type Scope } from "../scope.ts";
import { Site } from "../site.ts";
import { compareAccess } from "./access.ts";
import { compareAnswers } from "./answers.ts";
import { compareBody } from "./body.ts";
import { compareDeprecation } from "./deprecation.ts";
import { compareEffects } from "./effects.ts";
import { compareParameters } from "./parameters.ts";

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
