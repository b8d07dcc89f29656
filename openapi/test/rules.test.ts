import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openapiFolder, redocly } from "./redocly.ts";

const fixtures = "fixtures/rules";
const notAProblem = (status: number) =>
  `The error ${status} must be answered as \`application/problem+json\` with the schema ProblemDetails only.`;
const noSample = (sample: string) => `\`x-codeSamples\` must have one in ${sample}.`;

const drifted = "`pnpm spec:promises` shows what to do.";

/** Of each rule, what it says about its failing fixture. */
const complaints: Readonly<Record<string, readonly string[]>> = {
  "answers-are-bounded": [
    "The array is part of an answer and must have `maxItems`.",
    ...Array<string>(4).fill("The string is part of an answer and must have `maxLength`."),
  ],
  "answers-carry-headers": [
    "The answer 200 must declare X-Request-Id.",
    "The answer 401 must declare WWW-Authenticate.",
    "The answer 405 must declare Allow.",
    "The answer 429 must declare RateLimit, RateLimit-Policy.",
    "The answer 503 must declare X-Request-Id.",
  ],
  "bodies-have-examples": [
    "A body must have at least one named example.",
    'The example "unexplained" must have a summary and a value.',
    'The example "hosts" must have a summary and a value.',
  ],
  "enumerations-are-named": [
    ...Array<string>(3).fill("`x-enum-varnames` must give each value of the enumeration a name of its own."),
    "The description's table must have a row for Running.",
    "The description's table must have a row for Queued.",
  ],
  "errors-are-problems": [
    notAProblem(400),
    notAProblem(401),
    notAProblem(403),
    'The example "otherStatus" of the error 404 must have that status.',
    'The example "noValue" of the error 404 must have that status.',
    notAProblem(500),
  ],
  "everything-is-described": [
    "header",
    "link",
    'member "id"',
    'member "note"',
    "operation",
    "answer",
    'parameter "hostId"',
    "request body",
    'schema "Host"',
    'schema "HostId"',
    "security scheme",
    "server /",
    'tag "Hosts"',
  ].map((what) => `The ${what} must have a description.`),
  "ids-are-guids": [
    'The id "hostId" must be a GUID: `format: uuid`, 36 characters.',
    'The id "id" must be a GUID: `format: uuid`, 36 characters.',
    'The id "jobId" must be a GUID: `format: uuid`, 36 characters.',
  ],
  "links-resolve": [
    "The link must name an operation by its operationId.",
    'The link gives "jobId", which GetHost does not take.',
  ],
  "names-follow-conventions": [
    'The operationId "list_hosts" must be in PascalCase.',
    'The query parameter "host-id" must be in lowerCamelCase.',
    'The header parameter "idempotencyKey" must be in Train-Case.',
    'The path segment "all-hosts" must be of letters and digits.',
    'The schema "known_host" must be in PascalCase.',
    'The member "dns_host_name" must be in lowerCamelCase.',
  ],
  "operation-declares-errors": [
    "The operation must declare 401, 403, 405, 429, 500, 503.",
    "The operation must declare 400.",
    "The operation must declare 413, 415.",
  ],
  "operation-names-page": Array<string>(2).fill(
    "`x-source` must name the operation's page of the API reference as `Resource/Page`.",
  ),
  "operation-names-roles": [
    ...Array<string>(3).fill("`x-roles` must list the roles the operation admits."),
    "The description must say `**Roles:** Admin, App`, as in `x-roles`.",
    "The description must say `**Roles:** Admin`, as in `x-roles`.",
  ],
  "operations-have-samples": [
    noSample("Shell with the label curl"),
    noSample("TypeScript with the label TypeScript"),
    noSample("PowerShell with the label PowerShell"),
    "The file `samples/ListHosts/curl.sh` must not be empty.",
    "The sample must be the file `samples/ListHosts/typescript.ts`.",
    "The sample must be the file `samples/ListHosts/powershell.ps1`.",
  ],
  "post-is-repeatable": [
    ...Array<string>(2).fill("A POST must take the header parameter `Idempotency-Key`."),
    ...Array<string>(2).fill(
      "A POST must declare 409, for an `Idempotency-Key` that was used for other content.",
    ),
  ],
  "promises-are-kept": [
    `The promised sentence is not at fails.yaml#/info/description any more: "It is never lit twice." ${drifted}`,
    `The promised sentence is not at fails.yaml#/paths/~1lamps/get/parameters/0/schema/maximum any more: "10" ${drifted}`,
    `The sentence at fails.yaml#/info/description is no promise of the list: "It is never lit three times." ${drifted}`,
    `The sentence at fails.yaml#/info/description is no promise of the list: "1 | lit" ${drifted}`,
    'fails.yaml#/info/description: "A lamp is told apart by its name." must have promises, or say why it is notBinding.',
    'The unseen promise "lost" is made by no sentence.',
  ],
  "requests-are-bounded": [
    ...Array<string>(3).fill("The string is part of a request and must have `maxLength`."),
    "The array is part of a request and must have `maxItems`.",
  ],
  "values-have-examples": [
    "header",
    'member "id"',
    'member "known"',
    'member "status"',
    'parameter "after"',
    'parameter "limit"',
  ].map((what) => `The ${what} must have an example.`),
};

const ruleFiles = readdirSync(join(openapiFolder, "rules")).filter(
  (file) => file.endsWith(".js") && file !== "plugin.js",
);

/** Redocly's line for one problem: the rule, the file, the message. */
const PROBLEM = /^::error title=hostscan\/([\w-]+),file=fixtures\/rules\/([\w-]+\/\w+)\.yaml,.*?::(.*)$/gm;

async function lintFixtures() {
  const files = Object.keys(complaints).flatMap((rule) => [
    `${fixtures}/${rule}/passes.yaml`,
    `${fixtures}/${rule}/fails.yaml`,
  ]);
  const config = ["--config", `${fixtures}/redocly.yaml`];
  const { output } = await redocly("lint", ...files, ...config, "--format", "github-actions");
  return [...output.matchAll(PROBLEM)].map(([, rule, file, message]) => ({ rule, file, message }));
}

const problems = await lintFixtures();

describe.each(Object.entries(complaints))("the rule %s", (rule, expected) => {
  const messages = (file: string) =>
    problems
      .filter((problem) => problem.rule === rule && problem.file === `${rule}/${file}`)
      .map(({ message }) => message);

  test("says nothing about the fixture that keeps it", () => {
    expect(messages("passes")).toEqual([]);
  });

  test("names each fault of the fixture that breaks it", () => {
    expect(messages("fails").toSorted()).toEqual(expected.toSorted());
  });
});

test("every rule has its fixtures", () => {
  expect(ruleFiles.map((file) => file.replace(/\.js$/, "")).toSorted()).toEqual(
    Object.keys(complaints).toSorted(),
  );
});
