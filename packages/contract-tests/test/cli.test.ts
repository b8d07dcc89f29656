import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openapiDocument } from "@hostscan/contract/document";
import { credentialId } from "@hostscan/server/testing";
import { expect, onTestFinished, test } from "vitest";
import { type CommandLine, identityOf, readRecord, runCli } from "../src/index.ts";
import { fixtureTarget, type Tampering } from "./fixture-target.ts";
import { scannable, unresponsive } from "./in-memory-jobs.ts";

/** Runs the command against the real server over a fixture of the port. */
async function run(
  argv: readonly string[],
  environment: CommandLine["environment"] = {},
  tampering?: Tampering,
) {
  const { fetch, hosts = [], user } = fixtureTarget(tampering);
  const written = { output: "", errors: "" };
  const write = (text: string) => {
    written.output += text;
  };
  const writeError = (text: string) => {
    written.errors += text;
  };
  const codes = [await user?.code(), await user?.code()].join(", ");
  const signIn = ["--login", String(user?.login), "--codes", codes];
  const lent = argv.includes("--lend-all") ? [...signIn, "--host-id", ...hosts] : [];
  const args = [...argv.filter((arg) => arg !== "--lend-all"), ...lent];
  const code = await runCli(args, { environment, write, writeError, fetch });
  return { code, ...written };
}

const base = ["--base-url", "http://fixture.test"];

test("prints the table of declared answers, and what was not observed and why (fixture of the port)", async () => {
  const { code, output } = await run(base, { HOSTSCAN_TOKEN: "app-token" });
  expect(code).toBe(0);
  expect(output).toMatch(/^ +200 {2}202 {2}204 {2}400 {2}401/m);
  expect(output).toMatch(/^CancelJob +· +✗ +· +✓ +✓ +✗ +✓ +✓ +·/m);
  expect(output).toMatch(/^not observed, needs .*unresponsive host.*: CancelJob 202$/m);
  expect(output).toMatch(/- Get refuses an expired token: not run, needs expired token/);
  expect(output).toMatch(/ checks run, 0 findings, \d+ of \d+ declared answers observed/);
  expect(output).not.toContain("app-token");
});

test("fails where an answer was not observed and all must be (fixture of the port)", async () => {
  expect((await run([...base, "--token", "app-token", "--only", "refuses PUT", "--all"])).code).toBe(1);
});

test("uses all that it is lent, and prints JSON (fixture of the port)", async () => {
  const argv = [
    ...[...base, "--report", "json", "--token", "app-token", "--lend-all"],
    ...["--other-app-token", "other-token", "--admin-token", "admin-token"],
    ...["--forbidden-token", "guest-token", "--expired-token", "old-token"],
    ...["--credential-id", credentialId, "--scannable", `${scannable.ipAddress}:22`],
    ...["--unresponsive", `${unresponsive.ipAddress}:22`],
    ...["--timeout", "20"],
  ];
  const { code, output } = await run(argv, { HOSTSCAN_PASSWORD: "her own password" });
  const report = JSON.parse(output);
  const statuses = new Set(report.unobserved.map(({ status }: { status: number }) => status));
  expect([...statuses].sort()).toEqual([429, 500, 503]);
  expect(report.checks.filter(({ findings }: { findings: unknown[] }) => findings.length > 0)).toEqual([]);
  expect(code).toBe(0);
});

test("keeps the record of the run in a file, without a secret in it (fixture of the port)", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-record-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "record.json");
  const { code, output } = await run([...base, "--report", `json=${file}`], { HOSTSCAN_TOKEN: "app-token" });
  expect(code).toBe(0);
  expect(output).toContain("declared answers observed");
  const text = await readFile(file, "utf8");
  expect(text).not.toContain("app-token");
  const { document, reached, observed, unobserved } = readRecord(text);
  expect(document).toEqual(identityOf({ ...openapiDocument }));
  expect(reached).toBe("function");
  expect(observed).toContainEqual({ operationId: "Get", status: 200 });
  expect(unobserved).toContainEqual({
    operationId: "CancelJob",
    status: 202,
    reason: expect.stringContaining("unresponsive host"),
  });
});

test("reports as JUnit's XML and as Markdown, promise by promise (fixture of the port)", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-reports-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "kit.xml");
  const broken: Tampering = {
    answer: (request, response) => (request.method === "PUT" ? Response.json({ "<": "&" }) : response),
  };
  const argv = [...base, "--token", "app-token", "--report", `junit=${file}`, "markdown"];
  const { code, output } = await run(argv, undefined, broken);
  expect(code).toBe(1);
  expect(output).toMatch(/^\| method-not-allowed \| ✗ broken \|/m);
  expect(output).toMatch(/^\| bearer-required \| ✓ kept \| Every call but those of signing in/m);
  expect(output).toMatch(/^\| key-same-answer \| ○ not checked: needs /m);
  expect(output).toMatch(/^\| token-lifetime \| – cannot be seen: /m);
  const xml = await readFile(file, "utf8");
  expect(xml).toContain('<testcase classname="promises of');
  expect(xml).toMatch(/name="method-not-allowed"><failure message="broken: /);
  expect(xml).toMatch(/<testsuite name="checks of [\d.]+" tests="\d+" failures="\d+" skipped="\d+">/);
});

test("runs only what is meant, by a check's name and by a promise (fixture of the port)", async () => {
  const { code, output } = await run([
    ...base,
    "--token",
    "t",
    "--only",
    "refuses PUT",
    "method-not-allowed",
  ]);
  expect(code).toBe(0);
  expect(output).toMatch(/^(\d+) of \1 checks run, 0 findings/m);
  expect(await run([...base, "--token", "t", "--only", "teapot"])).toEqual({
    code: 2,
    output: "",
    errors: "error: no check is of teapot\n",
  });
});

test("says which file it cannot write (fixture of the port)", async () => {
  const argv = [...base, "--token", "t", "--only", "refuses PUT", "--report", "json=/none/record.json"];
  const { code, errors } = await run(argv);
  expect(code).toBe(2);
  expect(errors).toContain("/none/record.json");
});

test("names what a server gets wrong, and fails (fixture of the port)", async () => {
  const { code, output } = await run(
    [...base, "--token", "app-token", "--credential-id", credentialId, "--scannable", "host.test:22"],
    undefined,
    {
      answer: (request, response) => (request.method === "PUT" ? Response.json({}) : response),
    },
  );
  expect(code).toBe(1);
  expect(output).toContain("✗ /api/v1/HostScanJob refuses PUT, which it does not have");
  expect(output).toContain("    Get 200: status: PUT is not declared, so that it should get 405");
  expect(output).toContain("✗ PostListOfIdsAsync scans a host and answers its operating system");
});

test.each([
  ["no address", ["--token", "t"], "--base-url"],
  ["no token", base, "--token"],
  ["an address that is none", ["--base-url", "fixture", "--token", "t"], "http or https"],
  ["a time that is none", [...base, "--token", "t", "--timeout", "soon"], "whole number"],
  ["a host without a port", [...base, "--token", "t", "--scannable", "host"], "host:port"],
  ["a login without a password", [...base, "--token", "t", "--login", "alice"], "together"],
  ["one host", [...base, "--token", "t", "--host-id", credentialId], "two hosts"],
  ["a host without a credential", [...base, "--token", "t", "--scannable", "host:22"], "--credential-id"],
  ["a report that is none", [...base, "--token", "t", "--report", "html"], "json, junit, markdown"],
  ["an option it does not know", [...base, "--token", "t", "--fast"], "--fast"],
])("refuses %s in one line", async (_name, argv, says) => {
  const { code, output, errors } = await run(argv);
  expect({ code, output }).toEqual({ code: 2, output: "" });
  expect(errors).toContain(says);
  expect(errors.trim()).not.toContain("\n");
});

test("explains itself", async () => {
  const { code, output } = await run(["--help"], { HOSTSCAN_TOKEN: "a-secret" });
  expect(code).toBe(0);
  expect(output).toContain("Exit codes");
  expect(output).not.toContain("a-secret");
});

test.each([
  [
    "an error with a cause",
    new Error("fetch failed", { cause: new Error("refused") }),
    "error: fetch failed: refused",
  ],
  ["an error", new Error("fetch failed"), "error: fetch failed"],
  ["anything else", "gone", "error: gone"],
])("says in one line that the server is out of reach: %s", async (_name, thrown, says) => {
  const refused = await run([...base, "--token", "t"], undefined, {
    answer() {
      throw thrown;
    },
  });
  expect(refused).toEqual({ code: 2, output: "", errors: `${says}\n` });
});
