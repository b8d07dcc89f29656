import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type JsonObject, memberObject, members, Place, requiredMember } from "@hostscan/contract/generate";
import { createValidator, identityOf } from "@hostscan/contract-tests";
import { baseSource, currentSource, reportOn } from "@hostscan/spec-tools";
import { readCoverage } from "./conformance/coverage.ts";
import type { Example, JudgeExample } from "./examples/examples.ts";
import { lintResultOf } from "./lint/lint-result.ts";
import { runLint } from "./lint/run-lint.ts";
import { reviewedOperations } from "./operation.ts";
import { ReviewProblem } from "./problem.ts";
import type { Review } from "./review.ts";
import { checkTraces } from "./traceability/check.ts";
import { readTraceability } from "./traceability/traceability.ts";

/** Judges examples as the conformance kit judges answers: with Ajv, by the schemas of the document. */
export function createJudge(document: JsonObject): JudgeExample {
  const validator = createValidator(document);
  return (schema, value) =>
    validator
      .mismatches({ pointer: schema.pointer.slice("#".length), node: schema.value }, value)
      .map(({ pointer, message }) => `${pointer || "it"} ${message}`);
}

/** @throws {ReviewProblem} that names each example which does not fit its schema */
export function refuseInvalid(operations: readonly { id: string; examples: readonly Example[] }[]): void {
  const faults = operations.flatMap(({ id, examples }) =>
    examples.flatMap(({ status, name, faults: found }) =>
      found.map((fault) => `${id}, ${status ?? "request"}, ${name}: ${fault}`),
    ),
  );
  if (faults.length > 0) throw new ReviewProblem("Examples that do not fit their schemas", faults);
}

/** Where the document and what is told of it stand. */
const openapiFolder = new URL("../../../../openapi/", import.meta.url);

/** Where `pnpm review:coverage` keeps the record of its run, which is not committed. */
export const recordFile = new URL("../../coverage/run.json", import.meta.url);

/**
 * Gathers the review from the repository, and makes the runs that it tells of, but for the one behind `record`.
 *
 * @param record file of a run of the conformance kit, if there was one
 * @throws {ReviewProblem} where the document does not keep to what is told of it, or an example not to its schema
 */
export async function readReview(record: URL): Promise<Review> {
  const folder = fileURLToPath(openapiFolder);
  const [readme, changelog, base, current, lint] = await Promise.all([
    readFile(new URL("README.md", openapiFolder), "utf8"),
    readFile(new URL("CHANGELOG.md", openapiFolder), "utf8"),
    baseSource(folder, undefined),
    currentSource(folder),
    runLint(folder),
  ]);
  const { document } = current;
  const operations = reviewedOperations(document, createJudge(document));
  refuseInvalid(operations);
  const traceability = readTraceability(readme);
  await checkTraces(traceability.traces, operations, openapiFolder);
  const root = new Place(document);
  const info = memberObject(root, "info");
  const schemas = memberObject(memberObject(root, "components"), "schemas");
  return {
    title: requiredMember(info, "title").string(),
    version: requiredMember(info, "version").string(),
    operations,
    schemas: members(schemas).map(([name]) => name),
    traceability,
    lint: lintResultOf(lint, readme),
    diff: reportOn(base, current),
    changelog,
    coverage: await readCoverage(record, identityOf(document)),
  };
}
