import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { harbourFolder, run, write } from "./harbour-folder.ts";

const wider = { "/components/parameters/Limit/schema/minimum": 0 };

test("keeps the document under its version, and writes the changelog (fixture)", async () => {
  const folder = await harbourFolder({ ...wider, "/info/version": "1.3.0" });
  expect(await run(folder, "release")).toEqual({ code: 0, output: "released 1.3.0\n", errors: "" });
  expect(await readdir(join(folder, "releases"))).toEqual(["1.2.0.yaml", "1.3.0.yaml"]);
  expect(await run(folder, "diff")).toMatchObject({
    output: expect.stringContaining("Nothing has changed."),
  });
  await write(folder, { "/info/version": "2.0.0", "/components/schemas/Kind/enum/3": 3 });
  expect((await run(folder, "release")).code).toBe(0);
  await write(folder, {
    "/info/version": "2.0.1",
    "/components/schemas/Kind/enum/3": 3,
    "/info/description": "Ships.",
  });
  expect((await run(folder, "release")).code).toBe(0);
  expect(await readFile(join(folder, "CHANGELOG.md"), "utf8")).toBe(`# Changes of the document

Made from the released documents in \`releases/\` by \`pnpm spec:release\`, not by hand. The newest is first.

## 2.0.1

The same API, in other words.

## 2.0.0

### Breaking

- \`query limit\` (ListShips): minimum 0 → 1; what callers may send now is refused
- \`Kind (answer)\` (ListShips and AddShip): values with 3; callers may get what they do not expect

### New, and compatible

- \`Kind (request)\` (AddShip): values with 3; callers may send more

## 1.3.0

### New, and compatible

- \`query limit\` (ListShips): minimum 1 → 0; callers may send more

## 1.2.0

The first release. Its operations:

- \`ListShips\`: \`GET /ships\`
- \`AddShip\`: \`POST /ships\`
- \`TouchShip\`: \`PUT /ships/{shipId}\`
`);
});

test.each([
  ["the version that is released", { "/info/description": "Ships." }, "1.2.0; it must be 1.2.1 or later"],
  ["a step that is too small", { ...wider, "/info/version": "1.2.1" }, "1.2.1; it must be 1.3.0 or later"],
  ["an older version", { "/info/version": "1.1.0" }, "1.1.0; it must be later than 1.2.0"],
])("refuses to release with %s (fixture)", async (_what, edits, says) => {
  const folder = await harbourFolder(edits);
  expect(await run(folder, "release")).toEqual({
    code: 2,
    output: "",
    errors: `error: info.version is ${says}\n`,
  });
  expect(await readdir(join(folder, "releases"))).toEqual(["1.2.0.yaml"]);
});

test("has nothing to compare with before the first release (fixture)", async () => {
  const folder = await harbourFolder();
  await rm(join(folder, "releases/1.2.0.yaml"));
  expect((await run(folder, "diff")).errors).toContain("holds no release to compare with");
  expect((await run(folder, "release")).output).toBe("released 1.2.0\n");
});

test("refuses a release that is not named after its version (fixture)", async () => {
  const folder = await harbourFolder();
  await writeFile(join(folder, "releases/latest.yaml"), "");
  expect((await run(folder, "diff")).errors).toContain("latest.yaml is not named after a version");
});
