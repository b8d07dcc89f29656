import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
});
afterAll(() => installation.drop());

const PASSWORD = "a password of some length";
const run = (argv: readonly string[], stdin?: string) => installation.run(["user", ...argv], stdin);
const add = (login: string, ...flags: readonly string[]) =>
  run(["add", login, "--password-stdin", ...flags], `${PASSWORD}\n`);

async function listed(login: string) {
  const lines = (await run(["list", "--json"])).out.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line)).find((user) => user.login === login);
}

test("add shows once what sets up an authenticator: a QR code, an address and recovery codes", async () => {
  const { code, out, err } = await add("alice", "--display-name", "Alice A.");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^added alice\n/);
  expect(out).toMatch(/[█▀▄]{10}/);
  expect(out).toMatch(/^otpauth:\/\/totp\/Hostscan\S*alice\S*secret=[A-Z2-7]{32}/m);
  expect(out.match(/^ {2}[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/gm)).toHaveLength(10);
  expect(out).not.toContain(PASSWORD);
  expect(await listed("alice")).toMatchObject({ role: "Admin", displayName: "Alice A.", disabledAt: null });
});

test("add tells a program the same as JSON", async () => {
  const { out } = await add("robot", "--role", "App", "--json");
  expect(JSON.parse(out)).toMatchObject({
    login: "robot",
    role: "App",
    uri: expect.stringMatching(/^otpauth:/),
  });
});

test.each([
  ["a password on the command line", ["add", "x", "--password", "y"], 64, "unknown option '--password'"],
  ["no terminal to ask on", ["add", "x"], 64, "give --password-stdin"],
  ["another role", ["add", "x", "--role", "Root"], 64, "Allowed choices are Admin, App"],
  ["no login", ["add", "--password-stdin"], 64, "missing required argument 'login'"],
])("add refuses %s", async (_, argv, code, reason) => {
  const result = await run(argv);
  expect(result).toMatchObject({ code, out: "" });
  expect(result.err).toContain(reason);
});

test("add refuses a short password, and a login that is taken", async () => {
  const short = await run(["add", "short", "--password-stdin"], "short");
  expect(short.err).toBe("hostscan-server: The password must have at least 12 characters\n");
  await add("taken");
  expect((await add("TAKEN")).err).toBe("hostscan-server: There is a user taken already\n");
});

test("list shows who may sign in", async () => {
  await add("carol");
  await run(["disable", "carol"]);
  const { out } = await run(["list"]);
  expect(out).toMatch(/^LOGIN +NAME +ROLE +STATE +CREATED\n/);
  expect(out).toMatch(/^carol +carol +Admin +disabled +20\d\d-/m);
});

test("a user is disabled, enabled and removed", async () => {
  await add("dave");
  expect((await run(["disable", "dave"])).out).toBe("disabled dave\n");
  expect(await listed("dave")).toMatchObject({ disabledAt: expect.any(String) });
  expect((await run(["enable", "dave"])).out).toBe("enabled dave\n");
  expect(await listed("dave")).toMatchObject({ disabledAt: null });
  expect((await run(["remove", "dave"])).out).toBe("removed dave\n");
  expect(await listed("dave")).toBeUndefined();
});

test("password and second factor are reset", async () => {
  const { uri } = JSON.parse((await add("erin", "--json")).out);
  const hashes = () => installation.db.selectFrom("app_user").select("password_hash").execute();
  const before = await hashes();
  const reset = await run(["reset-password", "erin", "--password-stdin"], "another long password");
  expect(reset).toMatchObject({ code: 0, out: "set another password for erin\n" });
  expect(await hashes()).not.toEqual(before);

  const mfa = JSON.parse((await run(["reset-mfa", "erin", "--json"])).out);
  expect(mfa.uri).not.toBe(uri);
  expect((await run(["reset-mfa", "erin"])).out).toMatch(/^otpauth:/m);
});

test.each(["disable", "enable", "remove", "reset-mfa"])(
  "%s refuses what nobody is called",
  async (command) => {
    const { code, err } = await run([command, "nobody"]);
    expect({ code, err }).toEqual({ code: 1, err: "hostscan-server: There is no user nobody\n" });
  },
);
