import { describe, expect, it } from "vitest";
import { openapiDocument } from "./document.ts";
import { forTools } from "./served.ts";

const served = forTools(openapiDocument);
const text = JSON.stringify(served);
const operations = (document: typeof served) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );

describe("the document as it is served", () => {
  it("has every answer in its place, and all operations", () => {
    expect(text).not.toContain("#/components/responses/");
    expect(operations(served)).toEqual(operations(openapiDocument));
  });

  it("tells GUIDs by a pattern, which the reference's own fit", () => {
    expect(text).not.toContain('"format":"uuid"');
    const pattern = /"pattern":"(\^\[[^"]*\{12\}\$)"/.exec(text)?.[1];
    const guid = new RegExp(JSON.parse(`"${pattern}"`));
    expect("00000000-0000-0000-0000-000000000000").toMatch(guid);
    expect("9C711AB3-8FC1-0D66-18D4-08F85117F32E").toMatch(guid);
    expect("9c711ab3-8fc1-4d66-88d4-08f85117f32").not.toMatch(guid);
  });

  it("keeps the chapters of the introduction, as tags", () => {
    const chapters = String(openapiDocument.info["description"]).match(/^## .+$/gm) ?? [];
    expect(chapters.length).toBeGreaterThan(0);
    expect(String(served.info["description"])).not.toMatch(/^## /m);
    const names = (served.tags ?? []).map((tag) => `## ${tag["name"]}`);
    expect(names).toEqual(expect.arrayContaining(chapters));
  });

  it("is made of a document that has neither answers nor tags nor an introduction, too", () => {
    const info = { title: "Small", version: "1.0.0" };
    expect(forTools({ openapi: "3.1.0", info, paths: {}, components: {} })).toEqual({
      openapi: "3.1.0",
      info: { ...info, description: "" },
      tags: [],
      paths: {},
      components: {},
    });
  });

  it("leaves the document itself as it is", () => {
    expect(JSON.stringify(openapiDocument)).toContain('"format":"uuid"');
  });
});
