import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { harbourFolder, run, write } from "./harbour-folder.ts";
import { harbour } from "./seed.ts";

const narrower = { "/components/parameters/Limit/schema/minimum": 5 };
const wider = { "/components/parameters/Limit/schema/minimum": 0 };

test("prints a table, and fails on a breaking change without a major version (fixture)", async () => {
  const { code, output } = await run(await harbourFolder(narrower), "diff");
  expect(output).toBe(`the document (1.2.0) against release 1.2.0 (1.2.0)

Impact    Where                   What           Why
breaking  query limit, ListShips  minimum 1 → 5  what callers may send now is refused

1 breaking, 0 compatible, 0 wording. A breaking change needs a major version: 2.0.0, not 1.2.0.
`);
  expect(code).toBe(1);
});

test("lets a breaking change pass with a major version (fixture)", async () => {
  const { code, output } = await run(await harbourFolder({ ...narrower, "/info/version": "2.0.0" }), "diff");
  expect(output).toContain("Callers of 1.2.0 may break, as the major version says.");
  expect(code).toBe(0);
});

test("says which version compatible changes ask for (fixture)", async () => {
  const { code, output } = await run(await harbourFolder(wider), "diff");
  expect(output).toContain("No caller of 1.2.0 breaks. To be released as 1.3.0 or later.");
  expect(code).toBe(0);
});

test("says that nothing has changed (fixture)", async () => {
  const { code, output } = await run(await harbourFolder(), "diff", "1.2.0");
  expect(output).toContain("Nothing has changed.");
  expect(code).toBe(0);
});

test("prints JSON for programs (fixture)", async () => {
  const { code, output } = await run(await harbourFolder(narrower), "diff", "--json");
  expect(JSON.parse(output)).toEqual({
    base: { from: "release 1.2.0", version: "1.2.0" },
    revision: { from: "the document", version: "1.2.0" },
    changes: [
      {
        place: "query limit",
        what: "minimum 1 → 5",
        impact: "breaking",
        why: "what callers may send now is refused",
        operations: ["ListShips"],
      },
    ],
    needed: "major",
    taken: "none",
    nextVersion: "2.0.0",
    ok: false,
  });
  expect(code).toBe(1);
});

test("prints Markdown for a comment, without what only people read (fixture)", async () => {
  const edits = {
    ...narrower,
    "/info/description": "Ships | berths.",
    "/components/schemas/NewShip/properties/name/pattern": "a|b",
  };
  const { output } = await run(await harbourFolder(edits), "diff", "--markdown");
  expect(output).toBe(`### The document against release 1.2.0

| Impact | Where | What | Why |
| --- | --- | --- | --- |
| breaking | \`query limit\` ListShips | minimum 1 → 5 | what callers may send now is refused |
| breaking | \`NewShip.name (request)\` AddShip | \`pattern ^[A-Z] → a\\|b\` | what callers send now may be refused |

2 breaking, 0 compatible, 1 wording. A breaking change needs a major version: 2.0.0, not 1.2.0.
`);
});

test("compares with a file, in JSON or YAML (fixture)", async () => {
  const folder = await harbourFolder();
  const file = join(folder, "older.json");
  await writeFile(file, JSON.stringify(harbour(wider)));
  const { code, output } = await run(folder, "diff", file);
  expect(output).toContain("minimum 0 → 1");
  expect(code).toBe(1);
});

test("compares with a commit (fixture)", async () => {
  const folder = await harbourFolder(wider);
  const git = (...args: readonly string[]) => promisify(execFile)("git", args, { cwd: folder });
  await git("init", "--quiet", "--initial-branch=trunk");
  await git("add", ".");
  await git("-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "--quiet", "-m", "Document");
  await write(folder);
  const { code, output } = await run(folder, "diff", "trunk");
  expect(output).toContain("the document (1.2.0) against trunk (1.2.0)");
  expect(output).toContain("minimum 0 → 1");
  expect(code).toBe(1);
});

test.each([
  ["a version that was never released", ["diff", "9.9.9"], "9.9.9 has not been released"],
  [
    "what is nothing at all",
    ["diff", "no-such-thing"],
    "no-such-thing is no release, no file, and no commit",
  ],
  ["an option it does not know", ["diff", "--fast"], "--fast"],
  ["no command", [], "usage: pnpm spec:diff"],
  ["two bases", ["diff", "1.2.0", "1.2.0"], "usage: pnpm spec:diff"],
])("refuses %s (fixture)", async (_what, argv, says) => {
  const { code, output, errors } = await run(await harbourFolder(), ...argv);
  expect({ code, output }).toEqual({ code: 2, output: "" });
  expect(errors).toContain(says);
});

test("names the place of what no comparison knows (fixture)", async () => {
  const folder = await harbourFolder({ "/components/schemas/Kind/multipleOf": 2 });
  expect(await run(folder, "diff")).toEqual({
    code: 2,
    output: "",
    errors: "error: #/components/schemas/Kind: unknown keyword multipleOf\n",
  });
});

test("refuses a file that holds no document (fixture)", async () => {
  const folder = await harbourFolder();
  const file = join(folder, "list.yaml");
  await writeFile(file, "- one\n");
  expect((await run(folder, "diff", file)).errors).toBe(`error: ${file} holds no OpenAPI document\n`);
});

test("explains itself", async () => {
  const { code, output } = await run(await harbourFolder(), "--help");
  expect(code).toBe(0);
  expect(output).toContain("Exit codes");
});
