import { html } from "hono/html";
import { operationFragment } from "../api/operation-address.ts";
import type { Html } from "../site/page.ts";
import { code } from "./markup/code.ts";
import type { ReviewedOperation } from "./operation.ts";

/** What names an operation and leads to it. */
export type Linked = Pick<ReviewedOperation, "id" | "tag" | "method" | "path">;

/** The operationId, which leads to the operation in the API reference. */
export function operationLink(operation: Linked): Html {
  return html`<a href="../${operationFragment(operation)}">${code(operation.id)}</a>`;
}

/** Several operationIds, each of which leads to its operation, where the document still has it. */
export function operationLinks(ids: readonly string[], operations: readonly Linked[]): Html {
  const links = ids.map((id) => {
    const operation = operations.find((candidate) => candidate.id === id);
    return html`${operation ? operationLink(operation) : code(id)} `;
  });
  return html`${links}`;
}
