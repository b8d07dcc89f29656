import type { routes } from "@hostscan/contract/routes";
import { HostScanJobStatus } from "@hostscan/contract/schemas";
import { z } from "zod";
import type { DeclaredAnswers } from "./declared-answers.ts";

/** The operations of the contract. */
type OperationId = keyof typeof routes;

export type Job = z.output<typeof HostScanJobStatus>;

const Jobs = z.union([z.array(HostScanJobStatus), HostScanJobStatus.transform((job) => [job])]);

/** The bodies of an operation's success in the document. */
function successes<T>(answers: DeclaredAnswers, operation: OperationId, schema: z.ZodType<T>): T[] {
  const success = [...(answers.get(operation)?.values() ?? [])].find(({ status }) => status < 300);
  return [...(success?.examples.values() ?? [])].map((value) => schema.parse(value));
}

/** The body of an operation's success that the document shows first. */
export function success<T>(answers: DeclaredAnswers, operation: OperationId, schema: z.ZodType<T>): T {
  const [first] = successes(answers, operation, schema);
  if (first === undefined) throw new Error(`${operation}: no example of a success`);
  return first;
}

/** The jobs that the examples of these operations show, each operation's in its turn. */
export function jobsOf(answers: DeclaredAnswers, ...operations: readonly OperationId[]): Job[] {
  return operations.flatMap((operation) => successes(answers, operation, Jobs).flat());
}
