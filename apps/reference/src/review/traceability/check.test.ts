import { expect, test } from "vitest";
import { checkTraces } from "./check.ts";
import type { Trace } from "./traceability.ts";

const folder = new URL("./", import.meta.url);
const operation = { id: "Get", method: "GET", path: "/hosts", source: "Host/Get" };
const trace: Trace = {
  cells: [],
  page: "Host/Get",
  operations: [{ id: "Get", address: "GET /hosts" }],
  pathFiles: ["check.ts"],
  facts: [],
};

test("rows (fixture) that say what the document says are let through", async () => {
  await checkTraces([trace], [operation], folder);
  await checkTraces([{ ...trace, page: undefined }], [operation], folder);
});

test.each<[what: string, traces: readonly Trace[], fault: string]>([
  ["no row of an operation", [], "Get has 0 rows, and must have one"],
  ["two rows of an operation", [trace, trace], "Get has 2 rows, and must have one"],
  ["another page", [{ ...trace, page: "Host/List" }], "Get is from Host/Get, not from Host/List"],
  [
    "another address",
    [{ ...trace, operations: [{ id: "Get", address: "GET /host" }] }],
    "Get is GET /hosts, not GET /host",
  ],
  [
    "an operation that there is none of",
    [trace, { ...trace, operations: [{ id: "Put", address: "PUT /hosts" }] }],
    "Put is no operation of the document",
  ],
  [
    "a path file that is gone",
    [{ ...trace, pathFiles: ["paths/gone.yaml"] }],
    "paths/gone.yaml is not there",
  ],
  [
    "a file of facts that is gone",
    [{ ...trace, facts: ["gone.json"] }],
    "fixtures/seeds/gone.json is not there",
  ],
])("%s (fixture) is refused", async (_what, traces, fault) => {
  await expect(checkTraces(traces, [operation], folder)).rejects.toThrow(fault);
});
