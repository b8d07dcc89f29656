import type { Fetch, PromiseId } from "../../src/index.ts";
import type { Tampering } from "../fixture-target.ts";

/** A server that breaks one promise of the document. */
export interface BrokenPromise {
  readonly promise: PromiseId;
  readonly fault: string;
  readonly make: () => Tampering;
}

/** Each way to break a promise, by what it does. */
export const breaks = (
  promise: PromiseId,
  ways: Readonly<Record<string, () => Tampering>>,
): BrokenPromise[] => Object.entries(ways).map(([fault, make]) => ({ promise, fault, make }));

/** A call as a mutant looks at it. */
export interface Call {
  readonly request: Request;
  readonly method: string;
  /** Below `/api/v1/HostScanJob`, or the whole path of signing in. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly text: string;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
  readonly authorization: string | null;
  header(name: string): string | null;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

async function callOf(request: Request): Promise<Call> {
  const { pathname, searchParams: query } = new URL(request.url);
  const text = await request.clone().text();
  return {
    ...{ request, query, text },
    method: request.method,
    path: pathname.replace(/^\/api\/v1\/HostScanJob/, ""),
    body: parsed(text),
    authorization: request.headers.get("Authorization"),
    header: (name) => request.headers.get(name),
  };
}

/** Answers some calls by itself, under a request id, and passes the others on. */
export const instead =
  (answer: (call: Call, forward: Fetch) => Promise<Response | undefined> | Response | undefined) =>
  (): Tampering => ({
    through: async (request, forward) => {
      const call = await callOf(request);
      const own = await answer(call, forward);
      if (own?.headers.has("X-Request-Id") === false) own.headers.set("X-Request-Id", crypto.randomUUID());
      return own ?? forward(request);
    },
  });

/** Changes some answers. */
export const changing =
  (change: (call: Call, response: Response) => Promise<Response | undefined> | Response | undefined) =>
  (): Tampering => ({
    through: async (request, forward) => {
      const call = await callOf(request);
      const response = await forward(request);
      return (await change(call, response)) ?? response;
    },
  });

/** Changes the JSON of some answers; undefined leaves it. */
export const changingJson = (
  change: (json: Readonly<Record<string, unknown>>, call: Call, status: number) => unknown,
) =>
  changing(async (call, response) => {
    const json = parsed(await response.clone().text());
    const changed =
      typeof json === "object" && json !== null ? change({ ...json }, call, response.status) : undefined;
    return changed === undefined ? undefined : withText(response, JSON.stringify(changed));
  });

const withText = (response: Response, text: string) =>
  new Response(text, { status: response.status, headers: response.headers });

/** The same answer with another header; undefined takes it away. */
export async function withHeader(
  response: Response,
  name: string,
  value: string | undefined,
): Promise<Response> {
  const text = await response.text();
  const changed = new Response(text === "" ? null : text, {
    status: response.status,
    headers: response.headers,
  });
  if (value === undefined) changed.headers.delete(name);
  else changed.headers.set(name, value);
  return changed;
}

const kinds: Readonly<Record<number, string>> = {
  ...{ 400: "validation", 401: "unauthenticated", 403: "forbidden", 404: "not-found" },
  ...{ 413: "payload-too-large", 415: "unsupported-media-type", 405: "method-not-allowed" },
};

/** A problem that is well-formed, where it does not belong. */
export function problem(status: number, ...paths: readonly string[]): Response {
  const errors = (status === 400 && paths.length === 0 ? [""] : paths).map((path) => ({
    path,
    message: "is wrong",
  }));
  const type = `urn:hostscan:problem:${kinds[status]}`;
  const body = {
    type,
    title: "Wrong",
    status,
    detail: "Something is wrong.",
    ...(status === 400 && { errors }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "X-Request-Id": crypto.randomUUID(),
      ...(status === 401 && { "WWW-Authenticate": "Bearer" }),
    },
  });
}

/** The same call with something else in it. */
export const resent = (
  { request, text }: Call,
  changes: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly url?: string;
  },
): Request => {
  const headers = new Headers(request.headers);
  for (const [name, value] of new Headers(changes.headers)) headers.set(name, value);
  const body = changes.body ?? text;
  const { method, url } = request;
  return new Request(changes.url ?? url, {
    method,
    headers,
    ...(body !== "" && method !== "GET" && { body }),
  });
};

/** As if the caller had sent this token. */
export const withToken = (call: Call, token = "app-token"): Request =>
  resent(call, { headers: { Authorization: `Bearer ${token}` } });

export const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** The rows of a body that is a list of objects. */
export const rowsOf = ({ body }: Call): Readonly<Record<string, unknown>>[] =>
  isList(body) ? body.flatMap((row) => (typeof row === "object" && row !== null ? [{ ...row }] : [])) : [];
