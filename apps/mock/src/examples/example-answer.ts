import { type AnyAnswer, type Override, problemInstance } from "@hostscan/server";
import type { DeclaredAnswer, DeclaredAnswers } from "./declared-answers.ts";

/** Writes a declared answer with one of its examples, the first unless it is named. A problem is of the call that it answers. */
export function exampleAnswer(
  answer: DeclaredAnswer,
  requestId: string,
  name?: string,
): AnyAnswer & Required<Pick<AnyAnswer, "headers">> {
  const { status, contentType, headers, examples } = answer;
  const [first] = examples.keys();
  const body = examples.get(name ?? first ?? "");
  const isProblem = contentType === "application/problem+json";
  return {
    status,
    body: isProblem ? { ...Object(body), instance: problemInstance(requestId) } : body,
    headers: { ...(contentType && { "Content-Type": contentType }), ...headers },
  };
}

/**
 * Answers operations that the document has and the server does not carry out yet, with the first answer that they
 * declare: so an operation that has just been written can be called before its first line of code is.
 */
export function firstAnswer(answers: DeclaredAnswers): Override {
  return ({ operationId, requestId }) => {
    const [first] = answers.get(operationId)?.values() ?? [];
    return first && exampleAnswer(first, requestId);
  };
}
