import { expect } from "vitest";
import type { OperationId } from "../../src/check.ts";
import { describeFinding } from "../../src/index.ts";
import type { Exchange } from "../../src/observer/exchange.ts";
import { operationsAt } from "../../src/observer/observer.ts";
import { promises, type Run } from "./promises.ts";
import { runSample } from "./run-sample.ts";
import type { Scene } from "./scene.ts";
import { openWatchedWay } from "./watched-way.ts";

/** A sample, as a command to be run. */
export interface Ready {
  readonly operationId: OperationId;
  readonly command: string;
  readonly argv: readonly string[];
  /** Where the command finds others; where this process does unless given. */
  readonly path?: string;
}

/** A sample that has run as its operation promises. */
export interface TriedOut extends Run {
  /** What it printed. */
  readonly output: string;
}

/** Runs a sample, and holds all that it called against the document and against what its operation promises. */
export async function tryOut(scene: Scene, { operationId, command, argv, path }: Ready): Promise<TriedOut> {
  await using way = await openWatchedWay(scene.serverUrl);
  const { exchanges, observer } = way;
  const operation =
    observer.operations.find((each) => each.operationId === operationId) ?? expect.fail("no such operation");

  const variables = await scene.variables({
    signsIn: operation.security !== "Bearer",
    onSpare: operation.path.startsWith("/api/v1/Credential"),
  });
  const { code, output, errors } = await runSample(command, argv, {
    cwd: scene.folder,
    env: { ...variables, HOSTSCAN_URL: way.url, ...(path === undefined ? {} : { PATH: path }) },
    input: `${variables.CODE}\n`,
  });
  expect({ code, errors: errors.replace(/^Code: /, "") }, output).toEqual({ code: 0, errors: "" });

  expect(observer.findings.map(describeFinding)).toEqual([]);
  const call =
    exchanges.find(
      ({ url, method }: Exchange) =>
        method === operation.method && operationsAt(observer.operations, "", url).includes(operation),
    ) ?? expect.fail(`${operationId} was not called`);
  const promise = promises[operationId];
  expect({ method: call.method, status: call.status }).toEqual({
    method: operation.method,
    status: promise.status,
  });
  // What is scheduled is safe to repeat: a POST that may conflict with a key is called with one.
  const mayConflict = operation.method === "POST" && operation.responses.has(409);
  expect(call.requestHeaders.has("Idempotency-Key") || !mayConflict).toBe(true);
  const run = { scene, variables, call, exchanges };
  await promise.verify(run);
  return { ...run, output };
}
