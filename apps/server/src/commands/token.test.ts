import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
});
afterAll(() => installation.drop());

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

function claims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(token.split(".")[1]), "base64url").toString());
}

test("issue prints the token alone", async () => {
  const { code, out, err } = await installation.run(["token", "issue", "--name", "ci"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.trimEnd()).toMatch(JWT);
  expect(claims(out)).toMatchObject({ name: "ci", role: "App" });
});

test("issue takes a role and a time to live", async () => {
  const argv = ["token", "issue", "--name", "boss", "--role", "Admin", "--expires-in", "2h", "--json"];
  const { out } = await installation.run(argv);
  const issued = JSON.parse(out);
  expect(issued).toMatchObject({ name: "boss", role: "Admin", token: expect.stringMatching(JWT) });
  const { iat, exp } = claims(issued.token);
  expect(Number(exp) - Number(iat)).toBeGreaterThanOrEqual(7_199);
  expect(Number(exp) - Number(iat)).toBeLessThanOrEqual(7_200);
});

test.each([
  ["no name", [], "required option '--name <name>' not specified"],
  ["another role", ["--name", "x", "--role", "Root"], "Allowed choices are App, Admin"],
  ["no time", ["--name", "x", "--expires-in", "soon"], "It must be a number and one of m, h, d, y"],
])("issue refuses %s", async (_, flags, reason) => {
  const { code, out, err } = await installation.run(["token", "issue", ...flags]);
  expect({ code, out }).toEqual({ code: 64, out: "" });
  expect(err).toContain(reason);
});

test("a name that is none is refused in one line", async () => {
  const { code, err } = await installation.run(["token", "issue", "--name", " x"]);
  expect(code).toBe(1);
  expect(err).toBe("hostscan-server: name must neither be empty nor begin or end with a space\n");
});

test("list tells the state of each, and never a token", async () => {
  const issued = JSON.parse((await installation.run(["token", "issue", "--name", "to-list", "--json"])).out);
  const dead = JSON.parse((await installation.run(["token", "issue", "--name", "dead", "--json"])).out);
  await installation.run(["token", "revoke", dead.id]);

  const { out } = await installation.run(["token", "list"]);
  expect(out).toMatch(/^ID +NAME +ROLE +STATE +EXPIRES\n/);
  expect(out).toMatch(new RegExp(`^${issued.id} +to-list +App +valid +${issued.expiresAt}$`, "m"));
  expect(out).toMatch(new RegExp(`^${dead.id} +dead +App +revoked `, "m"));

  const json = (await installation.run(["token", "list", "--json"])).out;
  const listed = json
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(listed).toContainEqual(expect.objectContaining({ id: issued.id, name: "to-list", revokedAt: null }));
  expect(json).not.toContain(issued.token);
});

test("revoke takes an id, or a name that several bear", async () => {
  for (const name of ["twin", "twin"]) await installation.run(["token", "issue", "--name", name]);
  expect(await installation.run(["token", "revoke", "twin"])).toMatchObject({
    code: 0,
    out: "revoked 2 tokens\n",
  });
  const { id } = JSON.parse((await installation.run(["token", "issue", "--name", "one", "--json"])).out);
  expect(await installation.run(["token", "revoke", id])).toMatchObject({
    code: 0,
    out: "revoked 1 token\n",
  });
});

test("revoking what is not there fails", async () => {
  const { code, err } = await installation.run(["token", "revoke", "nobody"]);
  expect({ code, err }).toEqual({ code: 1, err: "hostscan-server: There is no valid token nobody\n" });
});

test("a token whose time is over is listed as expired", async () => {
  await installation.run(["token", "issue", "--name", "short", "--expires-in", "1m"]);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect((await installation.run(["token", "list"])).out).toMatch(/ short +App +expired /);
});
