import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { generate } from "../src/index.ts";
import { fixtureFolder } from "./generated.ts";

test("the fixture's document becomes code that says the same", async () => {
  const { openapi, output, load } = await fixtureFolder();
  await generate(openapi, output);

  const { Light } = await load("enumerations.ts");
  expect(Light).toEqual({ Fixed: 0, Flashing: 1 });

  const { Lighthouse } = await load("schemas.ts");
  expect(Lighthouse.safeParse({ light: Light.Flashing, name: "😀😀😀" }).success).toBe(true);
  expect(Lighthouse.safeParse({ light: 2 }).success).toBe(false);
  expect(Lighthouse.safeParse({ name: null }).success).toBe(false);

  const { operationTable } = await load("operations.ts");
  expect(operationTable.GetLighthouse).toMatchObject({
    method: "get",
    routingPath: "/lighthouses/:id",
    responses: { 200: "application/json", 404: null },
  });
  expect(operationTable.GetLighthouse.query.parse({})).toEqual({ nights: 7 });
  expect(operationTable.GetLighthouse.params.safeParse({ id: "tower" }).success).toBe(false);

  const { openapiDocument } = await load("document.ts");
  const { openapiYaml } = await load("document-yaml.ts");
  expect(parse(openapiYaml)).toEqual(openapiDocument);
  expect(openapiDocument.paths["/lighthouses/{id}"].get.responses["200"].description).toBe(
    `The \`lighthouse\`, \${kept} as it is \\ was.`,
  );
});

test("the fixture's code is written in few files, each of them marked as generated", async () => {
  const { openapi, output } = await fixtureFolder();
  await generate(openapi, output);
  const names = (await readdir(output)).filter((name) => name.endsWith(".ts")).sort();
  expect(names).toEqual([
    "components.ts",
    "document-yaml.ts",
    "document.ts",
    "enumerations.ts",
    "operations.ts",
    "responses.ts",
    "routes.ts",
    "schemas.ts",
    "types.test-d.ts",
    "types.ts",
  ]);
  for (const name of names)
    expect(await readFile(join(output, name), "utf8")).toMatch(/^\/\/ Generated from /);
});

const text = async (folder: string, name: string) => readFile(join(folder, name), "utf8");

test("the fixture's components are registered, and its types proven, by name", async () => {
  const { openapi, output } = await fixtureFolder();
  await generate(openapi, output);
  expect(await text(output, "components.ts")).toContain(
    'registry.registerComponent("securitySchemes", "Bearer", { type: "http", scheme: "bearer" });',
  );
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
  expect(await text(output, "responses.ts")).toContain("export const NotFound = {");
});
