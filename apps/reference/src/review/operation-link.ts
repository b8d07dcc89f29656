import { html } from "hono/html";
import type { Html } from "../site/page.ts";
import { code } from "./markup/code.ts";
import type { ReviewedOperation } from "./operation.ts";

/** What the reference knows an operation by. */
interface OperationPlace {
  /** The operation's first tag. */
  readonly tag: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
}

/** Where the reference shows an operation: the fragment of its page, with the hash, as Scalar makes it. */
export function operationFragment({ tag, method, path }: OperationPlace): string {
  const slug = tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return `#tag/${slug}/${method}${path}`;
}

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
