import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
});
afterAll(() => installation.drop());

const run = (...argv: readonly string[]) => installation.run(["signing-key", ...argv]);

test("rotate makes a new key sign, and the list tells which keys still verify", async () => {
  await installation.run(["token", "issue", "--name", "of the first key"]);
  const [, id] = /^tokens are signed with (\S+)\n$/.exec((await run("rotate")).out) ?? expect.fail("no id");
  const { out } = await run("list");
  expect(out).toMatch(/^ID +STATE +CREATED +RETIRED +TOKENS\n/);
  expect(out).toMatch(new RegExp(`^${id} +signs +\\S+ +- +0$`, "m"));
  expect(out).toMatch(/^\S+ +verifies +\S+ +\S+ +1$/m);
  expect(JSON.parse((await run("list", "--json")).out.split("\n")[0] ?? "")).toMatchObject({ id, tokens: 0 });
});

test("rotate --at-once leaves no key but the new one", async () => {
  await run("rotate", "--at-once");
  expect((await run("list")).out.trimEnd().split("\n")).toHaveLength(2);
});
