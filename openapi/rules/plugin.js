import { answersAreBounded } from "./answers-are-bounded.js";
import { answersCarryHeaders } from "./answers-carry-headers.js";
import { bodiesHaveExamples } from "./bodies-have-examples.js";
import { enumerationsAreNamed } from "./enumerations-are-named.js";
import { errorsAreProblems } from "./errors-are-problems.js";
import { everythingIsDescribed } from "./everything-is-described.js";
import { idsAreGuids } from "./ids-are-guids.js";
import { linksResolve } from "./links-resolve.js";
import { namesFollowConventions } from "./names-follow-conventions.js";
import { operationDeclaresErrors } from "./operation-declares-errors.js";
import { operationNamesPage } from "./operation-names-page.js";
import { operationNamesRoles } from "./operation-names-roles.js";
import { operationsHaveSamples } from "./operations-have-samples.js";
import { postIsRepeatable } from "./post-is-repeatable.js";
import { promisesAreKept } from "./promises-are-kept.js";
import { requestsAreBounded } from "./requests-are-bounded.js";
import { valuesHaveExamples } from "./values-have-examples.js";

/** The house's own rules for the document, beside those that Redocly brings. */
export default function hostscanRules() {
  return {
    id: "hostscan",
    rules: {
      oas3: {
        "answers-are-bounded": answersAreBounded,
        "answers-carry-headers": answersCarryHeaders,
        "bodies-have-examples": bodiesHaveExamples,
        "enumerations-are-named": enumerationsAreNamed,
        "errors-are-problems": errorsAreProblems,
        "everything-is-described": everythingIsDescribed,
        "ids-are-guids": idsAreGuids,
        "links-resolve": linksResolve,
        "names-follow-conventions": namesFollowConventions,
        "operation-declares-errors": operationDeclaresErrors,
        "operation-names-page": operationNamesPage,
        "operation-names-roles": operationNamesRoles,
        "operations-have-samples": operationsHaveSamples,
        "post-is-repeatable": postIsRepeatable,
        "promises-are-kept": promisesAreKept,
        "requests-are-bounded": requestsAreBounded,
        "values-have-examples": valuesHaveExamples,
      },
    },
  };
}
