import { afterAll, beforeAll, expect, test } from "vitest";
import { runKit } from "../src/index.ts";
import { expectKilled } from "./killed.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { readOnlyTarget } from "./read-only.ts";
import { type Executable, startMock } from "./stack/executable.ts";

let mock: Executable;

beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

const label = ({ operation, fault }: Mutant) => `${operation}: ${fault}`;

/** Of answers that nobody gets who schedules nothing, signs nobody in and brings about no fault. */
const unseen: readonly string[] = [
  "Get: no pause (429)",
  "Get: a negative pause (429)",
  "Get: no limit (429)",
  "Get: a page of HTML (500)",
  "Get: no pause (503)",
  "PostListOfIdsAsync: 201 instead (200)",
  "PostListOfIdsAsync: a version as a number (200)",
  "PostListOfIdsAsync: 422 instead (409)",
  "ByHostId: a list instead of the job (200)",
  "ByHostIdMultipleAsync: a job instead of the list (200)",
  "ScheduleJobsByDnsHostNameMultipleAsync: 202 instead (200)",
  "ValidateImportedCsv: a row instead of the list (200)",
  "ValidateImportedCsv: an error that is no text (200)",
  "CancelJob: 204 instead (202)",
  "CancelJob: a body where none is (202)",
  "GetHost: a host without its sections (200)",
  ...[
    "AddCredential",
    "GetCredential",
    "ChangeCredentialSecret",
    "ChangeCredentialScope",
    "ResumeCredential",
  ].map((operation) => `${operation}: a credential without a scope (200)`),
  "RemoveCredential: 202 instead (204)",
  "TrustHosts: 200 instead (400)",
  "TrustKnownHosts: 200 instead (400)",
  "ReviewTrust: 200 instead (404)",
  "TrustReviewed: 200 instead (404)",
  "SigninBody: a token in an object (200)",
  "SigninBody: a token that may be kept (200)",
  "Signin2fa: 400 instead (401)",
  "Sigin2fa: an empty token (200)",
];

test("these mutants, and no others, are of answers that are not seen by reading", async () => {
  const { observed } = await runKit(readOnlyTarget(mock.url));
  const seen = new Set(observed.map(({ operationId, status }) => `${operationId} ${status}`));
  const beyond = mutants.filter(({ operation, status }) => !seen.has(`${operation} ${status}`));
  expect(beyond.map(label)).toEqual(unseen);
});

const seen = mutants.filter((mutant) => !unseen.includes(label(mutant)));

test.each(seen.map((mutant) => [label(mutant), mutant] as const))(
  "%s, in front of the mock, does not survive a kit that only reads",
  async (_label, mutant) => {
    const fetchMutated = async (request: Request) => mutant.answer(request, await fetch(request));
    await expectKilled(mutant, { ...readOnlyTarget(mock.url), fetch: fetchMutated });
  },
);
