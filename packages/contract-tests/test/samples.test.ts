import { makeProject, type Project } from "@hostscan/client/test/project";
import { openapiDocument } from "@hostscan/contract/document";
import { curlGate } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OperationId } from "../src/check.ts";
import { operationsOf } from "../src/document/operations.ts";
import { labelsOf, sampleOf } from "./samples/document-samples.ts";
import { promises } from "./samples/promises.ts";
import { recordCurl } from "./samples/recorded-curl.ts";
import { type Scene, setScene } from "./samples/scene.ts";
import { tryOut } from "./samples/try-out.ts";

const isOperation = (name: string): name is OperationId => name in promises;
const operationIds = Object.keys(promises).filter(isOperation);

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

test.each(operationsOf({ ...openapiDocument }))("$operationId has its samples", ({ operationId }) => {
  expect(labelsOf(operationId)).toEqual(["curl", "TypeScript", "PowerShell"]);
  expect(operationIds).toContain(operationId);
});

/** Of a step of signing in: the variable that its token is in afterwards, and the step before it. */
const steps: { readonly [Id in OperationId]?: { readonly variable: string; readonly after?: OperationId } } =
  {
    SigninBody: { variable: "FIRST_TOKEN" },
    Signin2fa: { variable: "HOSTSCAN_TOKEN", after: "SigninBody" },
    Sigin2fa: { variable: "HOSTSCAN_TOKEN", after: "SigninBody" },
  };

/** The sample as it is pasted into a shell. Of a step of signing in, the token is printed as it was answered. */
function script(operationId: OperationId): string {
  const sample = sampleOf(operationId, "curl");
  const step = steps[operationId];
  if (step === undefined) return sample;
  return [step.after && sampleOf(step.after, "curl"), sample, `printf '"%s"' "$${step.variable}"`].join("\n");
}

const gate = curlGate();

describe.skipIf(gate.skip)(gate.title("pasted into a shell, on the started executable"), () => {
  test.each(operationIds)(
    "%s answers what it promises, and shows no secret to others",
    async (operationId) => {
      const curl = await recordCurl(scene.folder);
      const argv = ["--norc", "-euo", "pipefail", "-c", script(operationId)];
      const ready = { operationId, command: "bash", argv, path: curl.path };
      const { call, output, exchanges, variables } = await tryOut(scene, ready);
      expect(output).toBe(call.text);
      expect(call.requestHeaders.has("Cookie")).toBe(steps[operationId]?.after !== undefined);

      const shown = await curl.arguments();
      expect(shown).toContain(call.url.pathname);
      const answered = steps[operationId] ? exchanges.map(({ json }) => `${json}`) : [];
      const secrets = [variables.HOSTSCAN_TOKEN, variables.CODE, scene.password, ...answered];
      for (const secret of secrets.filter((text) => text !== "")) expect(shown).not.toContain(secret);
    },
  );
});

describe("from TypeScript, on the started executable", () => {
  let project: Project;
  beforeAll(async () => {
    const files = operationIds.map((id) => [`${id}.ts`, sampleOf(id, "TypeScript")]);
    project = await makeProject(Object.fromEntries(files), ["node"]);
  });
  afterAll(() => project[Symbol.asyncDispose]());

  test("the samples compile", async () => {
    expect(await project.compile()).toBe("");
  });

  test.each(operationIds)("%s does and prints what it promises", async (operationId) => {
    const argv = project.argv(`${operationId}.ts`);
    const { output, ...run } = await tryOut(scene, { operationId, command: process.execPath, argv });
    expect(output.trimEnd().split("\n")).toEqual(promises[operationId].prints(run));
  });
});
