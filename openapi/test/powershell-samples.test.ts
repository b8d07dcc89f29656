import { expect, test } from "vitest";
import { operationsOf, readDocument } from "./document.ts";
import { faultsOf } from "./powershell/faults.ts";

const operations = operationsOf(await readDocument()).map((placed) => {
  const { operationId, "x-codeSamples": samples } = placed.operation;
  return {
    ...placed,
    operationId,
    sample: samples.find(({ label }) => label === "PowerShell")?.source ?? "",
  };
});

test.each(operations)("the PowerShell of $operationId parses, and calls what it should", (operation) => {
  expect(faultsOf(operation.sample, operation)).toEqual([]);
});

/** What is wrong with the PowerShell of an operation once a piece of it is another. */
function faultsWith(operationId: string, from: string | RegExp, to: string): string[] {
  const operation =
    operations.find((each) => each.operationId === operationId) ?? expect.fail("no operation");
  const broken = operation.sample.replace(from, to);
  expect(broken).not.toBe(operation.sample);
  return faultsOf(broken, operation);
}

const post = "PostListOfIdsAsync";
const uri = "$env:HOSTSCAN_URL";

test.each([
  ["a string that does not end", post, `"${uri}`, uri, "SyntaxError: line 13: no PowerShell"],
  ["a table that does not end", post, /^}$/m, "", "SyntaxError"],
  ["a colon in a table, as in the reference", post, "Authorization     =", "Authorization:", "SyntaxError"],
  ["a parameter that there is not, as in the reference", post, "-Uri", "-Url", "-Url is no parameter"],
  [
    "a variable of PowerShell's own, as in the reference",
    post,
    /\$job/g,
    "$Host",
    "$Host is PowerShell's own",
  ],
  ["a variable that nobody has set", post, "$job.id", "$jobs.id", "Error: $jobs has no value"],
  ["what a sample should not need", post, "$job.id", "Remove-Item x", "Error: Remove-Item is no command"],
  ["another path", post, "/HostScanJob", "/HostScanJobs", "api/v1/HostScanJobs is not"],
  ["the id of something else", "GetJobStatus", "JOB_ID", "HOST_ID", "is not https://localhost:6500/api/v1"],
  ["a query that is not known", "Get", "limit", "page", "page is no parameter of the query"],
  ["another method", post, "Post", "Put", "the method is not post"],
  ["no token", post, /^.*Authorization.*\n/m, "", "there is no token"],
  ["no key", post, /^.*Idempotency.*\n/m, "", "there is no Idempotency-Key"],
  ["a body where there is none", "CancelJob", "-Uri", '-Body "1" -Uri', "there is a body"],
  ["no body where there is one", post, " -Body $body", "", "there is no body"],
  ["a body that is no JSON", post, "true", "$true", "the body: SyntaxError"],
  ["a body that the schema refuses", post, "true", "1", "acceptThumbprintOnFirstDiscovery must be boolean"],
  ["a body that is sent as a form", post, / -ContentType "[^"]*"/, "", "the body is not sent as JSON"],
])("%s is found", (_name, operationId, from, to, fault) => {
  expect(faultsWith(operationId, from, to).join("\n")).toContain(fault);
});
