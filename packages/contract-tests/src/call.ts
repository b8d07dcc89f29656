import type { Operation } from "./document/operations.ts";
import type { Target } from "./target.ts";

/** How a call differs from the valid one that the document shows as an example. */
export interface Variation {
  readonly method?: string;
  /** Path to call instead of the operation's. */
  readonly at?: string;
  /** Path parameters by name. */
  readonly path?: Readonly<Record<string, string>>;
  /** Query string without `?`. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`; null sends none. */
  readonly text?: string | null;
  /** Sends the body without a content type. */
  readonly undeclared?: true;
  /** Sends no request id of its own. */
  readonly unnamed?: boolean;
  /** Bearer token instead of the one that the operation asks for; null sends none. */
  readonly token?: string | null;
}

/** Tokens by the security scheme that asks for them; under `Admin` that of operations that admit Admins alone. */
export type TokensByScheme = Readonly<Record<string, string | undefined>>;

/** Builds a request of an operation from the document's examples, under a request id that the answer must have. */
export function buildRequest(
  target: Pick<Target, "baseUrl">,
  operation: Operation,
  tokens: TokensByScheme,
  variation: Variation = {},
): Request {
  const parameters = { ...Object.fromEntries(operation.pathParameters), ...variation.path };
  const path = (variation.at ?? operation.path).replaceAll(/\{([^}]+)\}/g, (_, name) =>
    encodeURIComponent(String(parameters[name])),
  );
  const scheme = operation.isForAdmins ? "Admin" : (operation.security ?? "");
  const { token = tokens[scheme] ?? null, query } = variation;
  const text = bodyText(operation, variation);
  return new Request(`${target.baseUrl.replace(/\/$/, "")}${path}${query === undefined ? "" : `?${query}`}`, {
    method: variation.method ?? operation.method,
    headers: {
      Accept: "application/json",
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(text === null || variation.undeclared ? {} : { "Content-Type": "application/json" }),
      ...(variation.unnamed ? {} : { "X-Request-Id": `kit.${crypto.randomUUID()}` }),
      ...variation.headers,
    },
    // Bytes: to a text without a content type, `Request` would add one.
    body: variation.undeclared && typeof text === "string" ? new TextEncoder().encode(text) : text,
  });
}

function bodyText(operation: Operation, { body, text }: Variation): string | null {
  if (text !== undefined) return text;
  if (body !== undefined) return JSON.stringify(body);
  return operation.hasBody ? JSON.stringify(operation.exampleBody) : null;
}
