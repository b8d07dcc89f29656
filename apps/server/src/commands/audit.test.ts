import { userInfo } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";
import { ExitCode } from "../cli/exit-code.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
  for (const name of ["ci", "portal"]) await installation.run(["token", "issue", "--name", name]);
  await installation.run(["token", "revoke", "ci"]);
});
afterAll(() => installation.drop());

const audit = (...flags: string[]) => installation.run(["audit", ...flags]);

test("it prints a table, newest last", async () => {
  const { code, out } = await audit();
  expect(code).toBe(0);
  const [head, ...lines] = out
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/ {2,}/));
  expect(head).toEqual(["AT", "ACTOR", "ACTION", "OBJECT", "REQUEST", "DETAILS"]);
  expect(lines.map((line) => line.slice(1, 3))).toEqual([
    [`command ${userInfo().username}`, "token.issue"],
    [`command ${userInfo().username}`, "token.issue"],
    [`command ${userInfo().username}`, "token.revoke"],
  ]);
  expect(lines[2]).toEqual([
    expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    expect.anything(),
    expect.anything(),
    expect.stringMatching(/^token [\da-f-]{36}$/),
    "-",
    expect.stringMatching(/^name=ci role=App expiresAt=/),
  ]);
});

test("a list, such as the jobs of one call, is told by its length", async () => {
  const line = { actor_kind: "token", actor: "web", action: "job.schedule", object_kind: "job" } as const;
  const details = JSON.stringify({ hosts: 2, jobIds: ["a", "b"] });
  await installation.db
    .insertInto("audit")
    .values({ ...line, details })
    .execute();
  const { out } = await audit("--actor", "web");
  expect(out.split("\n")[1]).toMatch(/ {2}token web {2,}job\.schedule {2,}job {2,}- {2,}hosts=2 jobIds=2$/);
});

test("--json prints an object a line", async () => {
  const { out } = await audit("--json", "--action", "token.issue", "--since", "1h", "--limit", "1");
  expect(JSON.parse(out)).toMatchObject({ action: "token.issue", details: { name: "portal", role: "App" } });
});

test("nothing before --since is printed", async () => {
  const { out } = await audit("--json", "--since", "2999-01-01");
  expect(out).toBe("");
});

test.each([
  ["--limit", "0"],
  ["--limit", "100001"],
  ["--limit", "many"],
  ["--since", "yesterday"],
])("%s %s is refused", async (...flags) => {
  expect(await audit(...flags)).toMatchObject({ code: ExitCode.Usage, out: "" });
});
