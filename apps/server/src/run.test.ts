import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { captureIo } from "../test/captured-io.ts";
import { makeTestInstallation, runOn, type TestInstallation } from "../test/installation-env.ts";
import { report, runCli } from "./run.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
});
afterAll(() => installation.drop());

test.each([["--help"], ["-h"], ["help"]])("%s is printed, with exit codes and examples", async (flag) => {
  const { code, out, err } = await installation.run([flag]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^Usage: hostscan-server/);
  expect(out).toContain("Exit codes:");
  expect(out).toContain("Examples:");
});

test.each([
  ["serve", "HOSTSCAN_PORT"],
  ["token issue", "TOKEN=$("],
  ["token list", "HOSTSCAN_DATA_DIR"],
  ["credential add", "--password-stdin"],
  ["host list", "DATABASE_URL"],
])("%s --help tells of %s", async (command, text) => {
  const { code, out } = await installation.run([...command.split(" "), "--help"]);
  expect(code).toBe(0);
  expect(out).toContain(text);
});

test.each([
  ["a command that there is not", ["fly"], "there is no command fly"],
  ["a flag that there is not", ["host", "list", "--fly"], "unknown option '--fly'"],
  ["a group without its command", ["token"], "Usage: hostscan-server token"],
  ["too many words", ["host", "list", "more"], "too many arguments"],
])("%s is wrong usage", async (_, argv, reason) => {
  const { code, out, err } = await installation.run(argv);
  expect({ code, out }).toEqual({ code: 64, out: "" });
  expect(err).toContain(reason);
  expect(err).not.toMatch(/^error:/);
});

test("a flag that is nearly one is told in one line, with the one that may be meant", async () => {
  expect((await installation.run(["host", "list", "--jsn"])).err).toBe(
    "hostscan-server: unknown option '--jsn' (Did you mean --json?)\n",
  );
});

test("a bad setting is one line on stderr", async () => {
  const io = captureIo({ env: { ...installation.env, HOSTSCAN_PORT: "x" } });
  expect(await runOn(io, ["host", "list"])).toEqual({
    code: 78,
    out: "",
    err: "hostscan-server: HOSTSCAN_PORT must be a whole number from 0 to 65535\n",
  });
});

test("a message of several lines becomes one", async () => {
  const { err } = await installation.run(["token", "issue", "--name", "a\nb"]);
  expect(err.split("\n")).toHaveLength(2);
});

test("a reader that went away is no failure", async () => {
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error("gone"), { code: "EPIPE" })),
  });
  const io = captureIo({ env: installation.env });
  expect(await runCli(["host", "list"], { ...io, stdout })).toBe(0);
  expect(io.err()).toBe("");
});

test("output that cannot be written fails, and tells that a change may be done", async () => {
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error("disk\nfull")) });
  const io = captureIo({ env: installation.env });
  expect(await runCli(["host", "list"], { ...io, stdout })).toBe(69);
  expect(io.err()).toMatch(
    /^hostscan-server: standard output cannot be written \(disk full\): .* stays so; look before you repeat it\n$/,
  );
});

test("what was thrown need not be an error", () => {
  const io = captureIo();
  expect(report("out of luck", io)).toBe(1);
  expect(io.err()).toBe("hostscan-server: out of luck\n");
});
