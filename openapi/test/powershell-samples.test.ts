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

test.each([
  [
    "a string that does not end",
    '"$env:HOSTSCAN_URL',
    "'$env:HOSTSCAN_URL",
    "SyntaxError: line 13: no PowerShell",
  ],
  ["a table that does not end", /^}$/m, "", "SyntaxError"],
  ["a colon in a table, as the reference prints it", "Authorization     =", "Authorization:", "SyntaxError"],
  ["a parameter that there is not, as the reference prints it", "-Uri", "-Url", "-Url is no parameter"],
  [
    "a variable of PowerShell's own, as the reference prints it",
    "$job",
    "$Host",
    "$Host is PowerShell's own",
  ],
  ["a variable that nobody has set", "-Headers $headers", "-Headers $header", "Error: $header has no value"],
  ["another path", "/HostScanJob", "/HostScanJobs", "https://localhost:6500/api/v1/HostScanJobs is not"],
  ["another method", "Post", "Put", "the method is not post"],
  ["no token", /^.*Authorization.*\n/m, "", "there is no token"],
  ["no key", /^.*Idempotency.*\n/m, "", "there is no Idempotency-Key"],
  ["a body that is no JSON", "true", "$true", "the body: SyntaxError"],
  [
    "a body that the schema refuses",
    "true",
    "1",
    "the body: data/0/acceptThumbprintOnFirstDiscovery must be boolean",
  ],
  ["a body that is sent as a form", / -ContentType "[^"]*"/, "", "the body is not sent as JSON"],
  [
    "what a sample should not need",
    "$job.id",
    "Remove-Item x",
    "Error: Remove-Item is no command of a sample",
  ],
])("%s is found", (_name, from, to, fault) => {
  const faults = faultsWith("PostListOfIdsAsync", from, to);
  expect(faults).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
});
