import { writeFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { copyWorkspace } from "./workspace-copy.ts";

// The compiler runs over the whole server, several times.
vi.setConfig({ testTimeout: 300_000 });

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

const handlers = "packages/server/src/handlers/index.ts";

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
    expect.stringMatching(/handlers\/index\.ts.*Property 'CountHostScanJobs' is missing in type/),
  ]);

  const withHandler = (handler: string) => `: Handlers = {\n  CountHostScanJobs: ${handler},`;
  await workspace.edit(handlers, ": Handlers = {", withHandler("async () => ({ status: 200, body: 3 })"));
  expect(await workspace.compileServer()).toEqual([]);
});

const wrongHandlers = `
import { handlers } from "./handlers/index.ts";
import type { Handler, Handlers } from "./operations/operation.ts";

export const status: Handler<"CancelJob"> = async () => ({ status: 204 });
export const body: Handler<"ByHostId"> = async () => ({ status: 200, body: [] });
export const surplus: Handlers = { ...handlers, Undeclared: async () => ({ status: 200 }) };
`;

test("a handler with a status or body that the document does not declare, or for no operation, does not compile", async () => {
  await using workspace = await copyWorkspace();
  await workspace.generate();
  await writeFile(workspace.path("packages/server/src/wrong-handlers.ts"), wrongHandlers);
  expect(await workspace.compileServer()).toEqual([
    expect.stringMatching(/wrong-handlers\.ts\(5,.*status: 204/),
    expect.stringMatching(/wrong-handlers\.ts\(6,.*body/),
    expect.stringMatching(/wrong-handlers\.ts\(7,.*'Undeclared' does not exist in type 'Handlers'/),
  ]);
});
