import type { Operation } from "../document/operations.ts";
import { emitTable } from "../operation/table.ts";
import { type GeneratedFile, generatedFile } from "../output/file.ts";
import { recordingScope } from "../output/imports.ts";

/** `operations.ts`: what a server needs to know of each operation, by operationId. */
export function operationsFile(operations: readonly Operation[]): GeneratedFile {
  const scope = recordingScope();
  const table = emitTable(operations, scope);
  const imports = [...scope.imports(), 'import type { OperationDefinition } from "./runtime/index.ts";'];
  return generatedFile("operations.ts", imports, [table]);
}
