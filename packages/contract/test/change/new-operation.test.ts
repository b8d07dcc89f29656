import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { copyWorkspace } from "./workspace-copy.ts";

const pathItem = `
get:
  operationId: CountHostScanJobs
  tags: [Job status]
  summary: Count the host scan jobs
  x-roles: [Admin]
  security:
    - Bearer: []
  responses:
    "200":
      description: How many there are.
      content:
        application/json:
          schema:
            type: integer
            format: int32
            minimum: 0
          example: 3
`;

const handlers = "packages/server/src/routes/jobs.ts";

test("a new operation in the document keeps the server from compiling until it has a handler", async () => {
  await using workspace = await copyWorkspace();
  await workspace.generate();
  expect(await workspace.compileServer()).toEqual([]);

  await writeFile(workspace.path("openapi/paths/count.yaml"), pathItem);
  await workspace.edit(
    "openapi/openapi.yaml",
    "paths:\n",
    "paths:\n  /api/v1/Count:\n    $ref: paths/count.yaml\n",
  );
  await workspace.generate();
  expect(await workspace.compileServer()).toEqual([
    expect.stringMatching(/src\/app\.ts.*"CountHostScanJobs"/),
  ]);

  const handler = ".openapi(open(routes.CountHostScanJobs), (c) => c.json(3, 200))";
  await workspace.edit(handlers, "return new OpenAPIHono()", `return new OpenAPIHono()${handler}`);
  expect(await workspace.compileServer()).toEqual([]);
});

const wrongHandlers = `
import { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import { type Checks, forCallers } from "./routes/operation.ts";

declare const checks: Checks;
const open = forCallers(checks);
new OpenAPIHono().openapi(open(routes.Get), (c) => c.json([], 201));
new OpenAPIHono().openapi(open(routes.ByHostId), (c) => c.json([], 200));
open({ ...routes.Get, path: "/undeclared" });
`;

test("a handler with a status or body that the document does not declare, or for no operation, does not compile", async () => {
  await using workspace = await copyWorkspace();
  await workspace.generate();
  await writeFile(workspace.path("packages/server/src/wrong-handlers.ts"), wrongHandlers);
  expect(await workspace.compileServer()).toEqual([
    expect.stringMatching(/wrong-handlers\.ts\(8,/),
    expect.stringMatching(/wrong-handlers\.ts\(9,/),
    expect.stringMatching(/wrong-handlers\.ts\(10,.*"\/undeclared"/),
  ]);
});
