import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { z } from "zod";
import type { OpenApiDocument } from "../../src/document.ts";
import { copyWorkspace, type WorkspaceCopy } from "./workspace-copy.ts";

const probe = `
import type { components } from "@hostscan/contract";

export const urgent: components["schemas"]["HostScanJobRequest"] = { priority: 9 };
`;

interface Derived {
  readonly schemas: { readonly HostScanJobRequest: z.ZodType };
  readonly document: {
    readonly openapiDocument: OpenApiDocument;
    readonly openapiYaml: () => Promise<string>;
  };
}

async function load(workspace: WorkspaceCopy): Promise<Derived> {
  const module = (name: string) =>
    import(pathToFileURL(workspace.path(`packages/contract/src/${name}.ts`)).href);
  return { schemas: await module("schemas"), document: await module("document") };
}

test("a member added to a schema in the document is in types, validation and document, without another edit", async () => {
  await using workspace = await copyWorkspace();
  const member = "  priority: { type: integer, format: int32, minimum: 0, maximum: 9 }\n";
  await workspace.edit("openapi/schemas/HostScanJobRequest.yaml", "properties:\n", `properties:\n${member}`);
  await writeFile(workspace.path("packages/server/src/probe.ts"), probe);
  await workspace.generate();
  expect(await workspace.compileServer()).toEqual([]);

  const { schemas, document } = await load(workspace);
  expect(schemas.HostScanJobRequest.safeParse({ priority: 9 }).success).toBe(true);
  expect(schemas.HostScanJobRequest.safeParse({ priority: 10 }).success).toBe(false);
  expect(document.openapiDocument.components["schemas"]).toMatchObject({
    HostScanJobRequest: { properties: { priority: { maximum: 9 } } },
  });
  expect(await document.openapiYaml()).toContain("priority:");
});
