import type { Operation } from "../document/operations.ts";
import { emitRoutes } from "../operation/routes.ts";
import { type GeneratedFile, generatedFile } from "../output/file.ts";
import { recordingScope } from "../output/imports.ts";

/** `routes.ts`: a `createRoute` for each operation, by operationId. */
export function routesFile(operations: readonly Operation[]): GeneratedFile {
  const scope = recordingScope();
  const routes = emitRoutes(operations, scope);
  return generatedFile(
    "routes.ts",
    [
      'import { createRoute } from "@hono/zod-openapi";',
      'import { operationTable } from "./operations.ts";',
      ...scope.imports(),
    ],
    [routes],
  );
}
