import { openapiDocument } from "@hostscan/contract/document";
import { type Node, nodesIn } from "../../src/document/place.ts";

/** The samples of an operation, in the order of the document. */
function samplesOf(operationId: string): Node[] {
  const operations = Object.values(openapiDocument.paths).flatMap((item) => Object.values(item));
  const operation = operations.find((each) => each.operationId === operationId);
  return nodesIn(operation?.["x-codeSamples"]);
}

/** What the samples of an operation are labelled with. */
export const labelsOf = (operationId: string): unknown[] => samplesOf(operationId).map(({ label }) => label);

/** The text of a sample. @throws Error where the document has none */
export function sampleOf(operationId: string, label: "curl" | "TypeScript"): string {
  const source = samplesOf(operationId).find((sample) => sample["label"] === label)?.["source"];
  if (typeof source !== "string") throw new Error(`${operationId} has no sample in ${label}`);
  return source;
}
