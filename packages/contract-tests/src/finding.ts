import type { PromiseId } from "./promise.ts";

/** One thing in which a server does not keep to the document. */
export interface Finding {
  /** Operation of the document; `-` where a call is none of them. */
  readonly operationId: string;
  /** Status of the answer; 0 where there was none. */
  readonly status: number;
  /** Part of the answer: `status`, `content-type`, `body`, `header Link`, … with a JSON Pointer where it helps. */
  readonly where: string;
  readonly message: string;
  /** The promise that is broken, where it is one that every answer must keep. */
  readonly promise?: PromiseId;
}

/** One line for people. */
export function describeFinding({ operationId, status, where, message }: Finding): string {
  return `${operationId} ${status || "no answer"}: ${where}: ${message}`;
}
