import { PRIVATE_HEADERS } from "../answer-headers.ts";
import type { AnyAnswer } from "./operation.ts";

/** Writes a handler's answer, with the request id. */
export function answerResponse({ status, body, headers }: AnyAnswer, requestId: string): Response {
  const common = { ...PRIVATE_HEADERS, "X-Request-Id": requestId };
  if (body === undefined) return new Response(null, { status, headers: { ...common, ...headers } });
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...common, ...headers },
  });
}
