/** A call and its answer, as far as runtime expressions can tell of them. */
export interface Exchange {
  readonly request: Side & Readonly<Record<"path" | "query", Readonly<Record<string, unknown>>>>;
  readonly response: Side;
}

interface Side {
  /** By name in lower case. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

const EXPRESSION = /^\$(request|response)\.(?:(path|query|header)\.([^#]+)|body(?:#(\/.*))?)$/;

/**
 * The value of a runtime expression (OpenAPI 3.1.1, section 4.8.20.4), such as `$response.body#/id`; undefined where
 * the exchange has none. Throws a `SyntaxError` on what is no expression about the values of a call.
 */
export function evaluate(expression: string, exchange: Exchange): unknown {
  const [all, side, place, name = "", pointer = ""] = EXPRESSION.exec(expression) ?? [];
  if (all === undefined) throw new SyntaxError(`${expression} is no runtime expression`);
  const { request, response } = exchange;
  if (place === "header") return (side === "request" ? request : response).header[name.toLowerCase()];
  if (place === "path" || place === "query") {
    if (side === "response") throw new SyntaxError(`${expression}: an answer has no ${place}`);
    return request[place][name];
  }
  return at(pointer, (side === "request" ? request : response).body);
}

/** What a JSON Pointer (RFC 6901) leads to; undefined where there is nothing. */
function at(pointer: string, value: unknown): unknown {
  const tokens = pointer.split("/").slice(1);
  return tokens
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((inner: unknown, token) => new Map(Object.entries(Object(inner))).get(token), value);
}
