import type { components } from "./generated/types.ts";
import { isObject, jsonOf, parseJson } from "./json.ts";

/** What an error answer says (RFC 9457); servers may add members of their own. */
export type Problem = components["schemas"]["ProblemDetails"];

/** One thing that is wrong, and where: a JSON Pointer (RFC 6901), or the name that the server has for the place. */
export type ProblemError = components["schemas"]["ValidationError"];

/** What an answer is read of. */
export type AnswerHead = Pick<Response, "headers" | "ok" | "status" | "statusText">;

/** The problem document of an answer that is no use; every member is optional there, so that any object will do. */
export function toProblem(response: AnswerHead, text: string): Problem {
  const { ok, status } = response;
  if (ok) return { title: "Unexpected answer", status, detail: "The body is not what the contract says." };
  const body = parseJson(text);
  if (isObject(body)) return withErrors(body);
  const detail = redirected(response) ?? (typeof body === "string" ? body : text);
  return { title: response.statusText || "Unexpected answer", status, ...(detail && { detail }) };
}

/** Redirects are refused: followed, a POST becomes a GET, and a token goes to whom it is not meant for. */
function redirected({ status, headers }: AnswerHead): string | undefined {
  const location = headers.get("Location")?.replace(/[?#].*$/s, "");
  if (status < 300 || status > 399 || status === 304) return undefined;
  return `The server redirects${location ? ` to ${location}` : ""}, which is not followed.`;
}

/** The document, with its `errors` as the contract has them, or without. */
function withErrors({ errors: told, ...body }: Readonly<Record<string, unknown>>): Problem {
  const errors = readErrors(told);
  return errors.length > 0 ? { ...body, errors } : body;
}

/** What is wrong, in the contract's form, in ASP.NET's (`{ "field": ["message"] }`), or in RFC 9457's example. */
function readErrors(errors: unknown): ProblemError[] {
  if (Array.isArray(errors)) return errors.map(readError).filter((error) => error !== undefined);
  if (!isObject(errors)) return [];
  return Object.entries(errors).flatMap(([path, messages]) =>
    (Array.isArray(messages) ? messages : [messages]).map((message) => ({ path, message: textOf(message) })),
  );
}

function readError(error: unknown): ProblemError | undefined {
  if (typeof error === "string") return { path: "", message: error };
  if (!isObject(error)) return undefined;
  const path = error["path"] ?? error["pointer"] ?? error["field"] ?? "";
  const message = error["message"] ?? error["detail"] ?? error["title"] ?? "";
  return { ...error, path: textOf(path), message: textOf(message) };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : (jsonOf(value) ?? ""));

/**
 * Seconds to wait by `Retry-After` (RFC 9110, 10.2.3): a number of them, or a date. A date is reckoned from the answer's
 * own `Date`, since this machine's clock may be wrong.
 */
export function retryAfter(headers: Headers): number | undefined {
  const header = headers.get("Retry-After")?.trim();
  if (!header) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  // `Date.parse` takes "soon 2099" and "1.5" for dates; one of HTTP begins with its day (RFC 9110, 5.6.7).
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(header)) return undefined;
  const sent = Date.parse(headers.get("Date") ?? "");
  const wait = (Date.parse(header) - (Number.isNaN(sent) ? Date.now() : sent)) / 1_000;
  return wait >= 0 ? wait : undefined;
}

/** What was wrong, in one line: the first errors with their places, or else title and detail. */
export function summary({ title, detail, errors = [] }: Problem): string {
  const [first, second, ...more] = errors.map(({ path, message }) => `${path} ${message}`.trim());
  const told = [first, second, more.length > 0 ? `and ${more.length} more` : undefined];
  if (first !== undefined) return told.filter((part) => part !== undefined).join("; ");
  return [textOf(title ?? ""), textOf(detail ?? "")].filter((part) => part !== "").join(": ");
}
