import type { SchedulingOptions } from "./options.ts";

/** What goes into a call besides its method and its path template. */
export interface CallInit extends SchedulingOptions {
  readonly params?: {
    readonly path?: object | undefined;
    readonly query?: object | undefined;
    readonly header?: object | undefined;
  };
  readonly body?: unknown;
}

/** A call in the words of HTTP, ready to be sent as often as need be. */
export interface PreparedRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

/** The header that makes a POST safe to repeat. */
export const keyHeader = "Idempotency-Key";

/** Fills in a path template and all that goes with it; `keyed`: a POST gets an `Idempotency-Key` where it has none. */
export function prepare(
  baseUrl: string,
  method: string,
  path: string,
  { params = {}, body, idempotencyKey }: CallInit,
  keyed: boolean,
): PreparedRequest {
  const values = given({}, params.path);
  const query = params.query && new URLSearchParams(given({}, params.query)).toString();
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
  const headers = given({ Accept: "application/json" }, params.header);
  const key = idempotencyKey ?? (keyed && method === "POST" && randomKey());
  if (key) headers[keyHeader] ??= key;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const url = baseUrl + filled + (query ? `?${query}` : "");
  return { url, headers, body: body === undefined ? null : JSON.stringify(body) };
}

/** Adds what is not `undefined`. */
function given(to: Record<string, string>, values: object = {}): Record<string, string> {
  for (const [name, value] of Object.entries(values)) if (value !== undefined) to[name] = `${value}`;
  return to;
}

/** A page that did not come by HTTPS has no `randomUUID`, which is ten times as fast. */
const randomKey = () => crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
