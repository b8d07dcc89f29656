import { answersCarryHeaders } from "./answers-carry-headers.js";
import { bodiesHaveExamples } from "./bodies-have-examples.js";
import { enumerationsAreNamed } from "./enumerations-are-named.js";
import { errorsAreProblems } from "./errors-are-problems.js";
import { operationDeclaresErrors } from "./operation-declares-errors.js";
import { operationNamesPage } from "./operation-names-page.js";
import { operationNamesRoles } from "./operation-names-roles.js";
import { postIsRepeatable } from "./post-is-repeatable.js";
import { requestsAreBounded } from "./requests-are-bounded.js";

/** The house's own rules for the document, beside those that Redocly brings. */
export default function hostscanRules() {
  return {
    id: "hostscan",
    rules: {
      oas3: {
        "answers-carry-headers": answersCarryHeaders,
        "bodies-have-examples": bodiesHaveExamples,
        "enumerations-are-named": enumerationsAreNamed,
        "errors-are-problems": errorsAreProblems,
        "operation-declares-errors": operationDeclaresErrors,
        "operation-names-page": operationNamesPage,
        "operation-names-roles": operationNamesRoles,
        "post-is-repeatable": postIsRepeatable,
        "requests-are-bounded": requestsAreBounded,
      },
    },
  };
}
