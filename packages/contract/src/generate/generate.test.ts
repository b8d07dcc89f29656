import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fixtureFolder } from "../../test/generate/fixture-folder.ts";
import { bundle } from "./bundle.ts";
import { generate, writeFiles } from "./generate.ts";

test("the fixture's document becomes code that says the same", async () => {
  const { openapi, output, load } = await fixtureFolder();
  await generate(openapi, output);

  const { Light } = await load("enumerations.ts");
  expect(Light).toEqual({ Fixed: 0, Flashing: 1 });

  const { Lighthouse } = await load("schemas.ts");
  expect(Lighthouse.safeParse({ light: Light.Flashing, name: "😀😀😀" }).success).toBe(true);
  expect(Lighthouse.safeParse({ light: 2 }).success).toBe(false);
  expect(Lighthouse.safeParse({ name: null }).success).toBe(false);

  const { GetLighthouse } = (await load("routes.ts")).routes;
  expect(GetLighthouse.getRoutingPath()).toBe("/lighthouses/:id");
  expect(Object.keys(GetLighthouse.responses)).toEqual(["200", "404"]);
  expect(GetLighthouse.request.query.parse({})).toEqual({ nights: 7 });
  expect(GetLighthouse.request.params.safeParse({ id: "tower" }).success).toBe(false);

  const document = JSON.parse(await readFile(join(output, "document.json"), "utf8"));
  expect(document).toEqual((await bundle(openapi)).value);
});

test("the fixture's code is written in few files, each of them marked as generated", async () => {
  const { openapi, output } = await fixtureFolder();
  await generate(openapi, output);
  const names = (await readdir(output)).sort();
  expect(names).toEqual([
    "document.json",
    "enumerations.ts",
    "routes.ts",
    "schemas.ts",
    "types.test-d.ts",
    "types.ts",
  ]);
  for (const name of names.filter((file) => file.endsWith(".ts")))
    expect(await readFile(join(output, name), "utf8")).toMatch(/^\/\/ Generated from /);
});

const text = async (folder: string, name: string) => readFile(join(folder, name), "utf8");

test("the fixture's types are proven by name", async () => {
  const { openapi, output } = await fixtureFolder();
  await generate(openapi, output);
  const proofs = await text(output, "types.test-d.ts");
  expect(proofs).toContain(
    'Assert<Same<"Lighthouse", z.output<typeof schemas.Lighthouse>, components["schemas"]["Lighthouse"]>>,',
  );
  expect(proofs).toContain(
    'Filled<NonNullable<operations["GetLighthouse"]["parameters"]["query"]>, "nights">',
  );
  expect(proofs).toContain('LowerCase<NonNullable<operations["RenameLighthouse"]["parameters"]["header"]>>');
  expect(proofs).toContain(
    'NonNullable<operations["RenameLighthouse"]["requestBody"]>["content"]["application/json"]',
  );
  expect(proofs).toContain(
    'Assert<Same<"GetLighthouse answers", Answers<typeof routes.GetLighthouse>, DeclaredAnswers<operations["GetLighthouse"]>>>,',
  );
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "write-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const files = [
  { name: "a.ts", text: "export const a = 1;\n" },
  { name: "b.ts", text: "export const b = 2;\n" },
];

test("the files are written, in a folder that need not be there", async () => {
  const folder = join(await emptyFolder(), "new", "generated");
  await writeFiles(folder, files);
  expect((await readdir(folder)).sort()).toEqual(["a.ts", "b.ts"]);
  expect(await readFile(join(folder, "a.ts"), "utf8")).toBe("export const a = 1;\n");
});

test("files that are no longer generated go, others are left alone where their text is the same", async () => {
  const folder = await emptyFolder();
  await writeFiles(folder, files);
  await mkdir(join(folder, "old"));
  await writeFile(join(folder, "old", "c.ts"), "");
  const before = await stat(join(folder, "a.ts"), { bigint: true });
  await writeFiles(folder, [
    { name: "a.ts", text: "export const a = 1;\n" },
    { name: "b.ts", text: "export const b = 3;\n" },
  ]);
  expect(await readdir(join(folder, "old"))).toEqual([]);
  expect(await readFile(join(folder, "b.ts"), "utf8")).toBe("export const b = 3;\n");
  expect((await stat(join(folder, "a.ts"), { bigint: true })).mtimeNs).toBe(before.mtimeNs);
});
