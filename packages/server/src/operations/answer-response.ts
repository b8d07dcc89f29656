import type { AnyAnswer } from "./operation.ts";

/** Writes a handler's answer, with the request id. */
export function answerResponse({ status, body, headers }: AnyAnswer, requestId: string): Response {
  if (body === undefined) return new Response(null, { status, headers: { "X-Request-Id": requestId } });
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", "X-Request-Id": requestId, ...headers },
  });
}
