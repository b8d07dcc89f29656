import {
  type JsonObject,
  member,
  type Operation,
  operationsOf,
  Place,
  requiredMember,
} from "@hostscan/contract/generate";
import { type Example, examplesOf, type JudgeExample } from "./examples/examples.ts";

/** An operation of the document, as the page shows it. */
export interface ReviewedOperation {
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** Its first tag. */
  readonly tag: string;
  /** Page of the public reference that it names (`x-source`). */
  readonly source: string;
  /** The statuses it declares, in ascending order. */
  readonly statuses: readonly number[];
  /** Labels of the samples that call it (`x-codeSamples`), as `PowerShell`. */
  readonly samples: readonly string[];
  readonly examples: readonly Example[];
}

/** The operations of a bundled document, in its order. */
export function reviewedOperations(document: JsonObject, judge: JudgeExample): ReviewedOperation[] {
  return operationsOf(new Place(document)).map((operation) => reviewed(operation, document, judge));
}

function reviewed(operation: Operation, document: JsonObject, judge: JudgeExample): ReviewedOperation {
  const { id, method, path, place, responses } = operation;
  const samples = member(place, "x-codeSamples");
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary: requiredMember(place, "summary").string(),
    tag: requiredMember(place, "tags").items()[0]?.string() ?? "",
    source: requiredMember(place, "x-source").string(),
    statuses: responses.map(({ status }) => Number(status)).sort((a, b) => a - b),
    samples: samples?.items().map((sample) => requiredMember(sample.object(), "label").string()) ?? [],
    examples: examplesOf(operation, document, judge),
  };
}
