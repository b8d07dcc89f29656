import { access } from "node:fs/promises";
import type { ReviewedOperation } from "../operation.ts";
import { ReviewProblem } from "../problem.ts";
import type { Trace } from "./traceability.ts";

type Named = Pick<ReviewedOperation, "id" | "method" | "path" | "source">;

/**
 * Holds what the README tells of the operations to the document: each has one row, with its address and its page, and
 * the files that a row names are there.
 *
 * @throws {ReviewProblem} that lists all that is wrong
 */
export async function checkTraces(
  traces: readonly Trace[],
  operations: readonly Named[],
  openapiFolder: URL,
): Promise<void> {
  const faults = [
    ...operations.flatMap((operation) => faultsOf(operation, traces)),
    ...traces
      .flatMap((trace) => trace.operations)
      .filter(({ id }) => !operations.some((operation) => operation.id === id))
      .map(({ id }) => `${id} is no operation of the document`),
    ...(await missingFiles(traces, openapiFolder)),
  ];
  if (faults.length > 0) throw new ReviewProblem("The README's table of pages", faults);
}

function faultsOf({ id, method, path, source }: Named, traces: readonly Trace[]): string[] {
  const rows = traces.flatMap(({ page, operations }) =>
    operations.filter((operation) => operation.id === id).map(({ address }) => ({ page, address })),
  );
  const [row, ...more] = rows;
  if (row === undefined || more.length > 0) return [`${id} has ${rows.length} rows, and must have one`];
  return [
    ...(row.address === `${method} ${path}` ? [] : [`${id} is ${method} ${path}, not ${row.address}`]),
    ...(row.page === undefined || row.page === source
      ? []
      : [`${id} is from ${source}, not from ${row.page}`]),
  ];
}

async function missingFiles(traces: readonly Trace[], openapiFolder: URL): Promise<string[]> {
  const files = traces.flatMap(({ pathFiles, facts }) => [
    ...pathFiles,
    ...facts.map((file) => `fixtures/seeds/${file}`),
  ]);
  const absent = await Promise.all(
    files.map((file) =>
      access(new URL(file, openapiFolder)).then(
        () => [],
        () => [`${file} is not there`],
      ),
    ),
  );
  return absent.flat();
}
