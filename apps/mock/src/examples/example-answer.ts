import type { AnyAnswer, Override } from "@hostscan/server";
import type { DeclaredAnswer, DeclaredAnswers } from "./declared-answers.ts";

/** Writes a declared answer with one of its examples, the first unless it is named. */
export function exampleAnswer(
  answer: DeclaredAnswer,
  name?: string,
): AnyAnswer & Required<Pick<AnyAnswer, "headers">> {
  const { status, contentType, headers, examples } = answer;
  const [first] = examples.keys();
  return {
    status,
    body: examples.get(name ?? first ?? ""),
    headers: { ...(contentType && { "Content-Type": contentType }), ...headers },
  };
}

/**
 * Answers operations that the document has and the server does not carry out yet, with the first answer that they
 * declare: so an operation that has just been written can be called before its first line of code is.
 */
export function firstAnswer(answers: DeclaredAnswers): Override {
  return ({ operationId }) => {
    const [first] = answers.get(operationId)?.values() ?? [];
    return first && exampleAnswer(first);
  };
}
