import { type FailedCall, HostScanRequestError } from "./errors.ts";
import { pathOf } from "./fetch/request-body.ts";
import type { ClientOptions } from "./openapi-fetch.ts";

/** @throws {HostScanRequestError} of an address that no path can be added to, or that would tell a password */
export function checkBaseUrl(baseUrl: unknown): void {
  const bad = (why: string) => new HostScanRequestError(`baseUrl ${why}`);
  if (typeof baseUrl !== "string" || baseUrl.trim() === "") throw bad("is missing: it is a text");
  if (/[?#]/.test(baseUrl)) throw bad("has a query or a fragment, after which no path can follow");
  // As tolerant as `URL`, which takes one slash, or backslashes, for two.
  if (/^\s*[a-z][a-z\d+.-]*:[\\/]*[^\\/]*@/i.test(baseUrl)) throw bad("has a user in it: use token");
}

/**
 * Fills in a path template.
 *
 * @throws {HostScanRequestError} of a value that would make it another path: `..` goes up, nothing makes it the list
 */
export function fillPath(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    // The server's address is before it.
    const bad = (why: string) => new HostScanRequestError(`${name} ${why}`, { path: pathOf(path) });
    if (typeof value !== "string" && typeof value !== "number") throw bad("is missing");
    const text = String(value);
    if (text === "") throw bad("is empty");
    if (/^(\.\.?|NaN|undefined|null)$/.test(text)) throw bad(`is "${text}", which no id is`);
    try {
      return encodeURIComponent(text);
    } catch {
      throw bad("is not well-formed Unicode");
    }
  });
}

/** JSON, for what can be said in it. @throws {HostScanRequestError} of a cycle, or of a number that is too big */
export function serializeBody(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    throw new HostScanRequestError("the body cannot be said in JSON", {}, error);
  }
}

/** @throws {HostScanRequestError} of a header that cannot be sent; the platform's own error would tell its value */
export function checkHeaders(
  headers: ClientOptions["headers"] | Readonly<Record<string, unknown>>,
  call: FailedCall = {},
): void {
  if (!headers || headers instanceof Headers) return;
  for (const [name, value] of Array.isArray(headers) ? headers : Object.entries(headers)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value ?? ""];
    // A field value (RFC 9110, 5.5) in the characters that `Headers` takes.
    const fits = values.every((one) => /^[\t -~\u0080-\u00ff]*$/.test(String(one).trim()));
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && fits) continue;
    throw new HostScanRequestError(`the header ${JSON.stringify(name)} cannot be sent`, call);
  }
}
