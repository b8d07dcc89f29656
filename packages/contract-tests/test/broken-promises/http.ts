import {
  type BrokenPromise,
  breaks,
  changing,
  changingJson,
  instead,
  isList,
  problem,
  resent,
  withHeader,
  withToken,
} from "./mutant.ts";

const isSignIn = (path: string) => path.startsWith("/sig");
const errorsOf = (json: Readonly<Record<string, unknown>>) => (isList(json["errors"]) ? json["errors"] : []);

/** Calls of the API, one for each operation. */
const calls: readonly (readonly [operation: string, method: string, path: RegExp])[] = [
  ["Get", "GET", /^$/],
  ["PostListOfIdsAsync", "POST", /^$/],
  ["GetJobStatus", "GET", /^\/[^/]+$/],
  ["CancelJob", "DELETE", /^\/[^/]+$/],
  ["GetJobStatusForHost", "GET", /^\/ByHostId\//],
  ["ByHostId", "POST", /^\/ByHostId\//],
  ["ByHostIdMultipleAsync", "POST", /^\/ByHostIdMultiple$/],
  ["ScheduleJobsByDnsHostNameMultipleAsync", "POST", /^\/OuMapping\//],
  ["ValidateImportedCsv", "POST", /^\/ValidateImportedCSV$/],
];

/** Lets in whoever has a token like this, at one operation each. */
const letsIn = (admitted: (authorization: string | null) => boolean) =>
  Object.fromEntries(
    calls.map(([operation, method, path]) => [
      operation,
      instead((call, forward) =>
        call.method === method && path.test(call.path) && admitted(call.authorization)
          ? forward(withToken(call))
          : undefined,
      ),
    ]),
  );

export const brokenHttp: readonly BrokenPromise[] = [
  ...breaks(
    "bearer-required",
    letsIn((said) => said === null),
  ),
  ...breaks(
    "unknown-token",
    letsIn((said) => said === "Bearer not.a.token"),
  ),
  ...breaks(
    "expired-token",
    letsIn((said) => said === "Bearer old-token"),
  ),
  ...breaks(
    "other-role",
    letsIn((said) => said === "Bearer guest-token"),
  ),
  ...breaks(
    "second-factor",
    letsIn((said) => said?.startsWith("Bearer half.") === true),
  ),
  ...breaks("bearer-required", {
    "looks at the id before the token": instead(({ authorization, path }) =>
      authorization === null && /^\/(ByHostId\/)?not-a-guid$/.test(path) ? problem(400) : undefined,
    ),
  }),
  ...breaks("no-error-without-token", {
    "says invalid_token always": changing(({ authorization }, response) =>
      response.status === 401 && authorization === null
        ? withHeader(response, "WWW-Authenticate", 'Bearer realm="x", error="invalid_token"')
        : undefined,
    ),
  }),
  ...breaks("refused-changes-nothing", {
    "cancels before it looks at the token": instead(async (call, forward) => {
      if (call.method !== "DELETE" || call.authorization !== null) return undefined;
      await forward(withToken(call));
      return forward(call.request);
    }),
  }),
  ...breaks("request-id-chosen", {
    "its own always": instead((call, forward) =>
      forward(resent(call, { headers: { "X-Request-Id": "no id" } })),
    ),
    "not with 128 characters": instead((call, forward) =>
      call.header("X-Request-Id")?.length === 128
        ? forward(resent(call, { headers: { "X-Request-Id": "no id" } }))
        : undefined,
    ),
    "not in errors": instead((call, forward) =>
      call.authorization === null
        ? forward(resent(call, { headers: { "X-Request-Id": "no id" } }))
        : undefined,
    ),
  }),
  ...breaks("request-id-replaced", {
    "takes 129 characters": changing((call, response) =>
      call.header("X-Request-Id")?.length === 129
        ? withHeader(response, "X-Request-Id", call.header("X-Request-Id") ?? "")
        : undefined,
    ),
    "by a number": changing((call, response) =>
      call.header("X-Request-Id")?.includes(" ") ? withHeader(response, "X-Request-Id", "1042") : undefined,
    ),
    "takes a colon": changing((call, response) =>
      call.header("X-Request-Id")?.includes(":")
        ? withHeader(response, "X-Request-Id", call.header("X-Request-Id") ?? "")
        : undefined,
    ),
  }),
  ...breaks("request-id-of-each-call", {
    "the same one for every call": changing((call, response) =>
      call.header("X-Request-Id") === null
        ? withHeader(response, "X-Request-Id", "0b9b7c1e-3f52-4c1f-9f43-1d9f0c8b7a55")
        : undefined,
    ),
  }),
  ...breaks("request-id-on-every-answer", {
    "not on paths that it does not know": changing(({ path }, response) =>
      path.startsWith("/no/") ? withHeader(response, "X-Request-Id", undefined) : undefined,
    ),
  }),
  ...breaks("errors-are-problems", {
    "a page of HTML for other paths": changing(({ path }, response) =>
      path.startsWith("/no/") ? withHeader(response, "Content-Type", "text/html") : undefined,
    ),
  }),
  ...breaks("instance-is-request-id", {
    "the path": changingJson((json, { path }, status) =>
      status === 401 ? { ...json, instance: path } : undefined,
    ),
    "no urn before a UUID": changingJson((json, _call, status) =>
      status === 401 ? { ...json, instance: String(json["instance"]).replace("urn:uuid:", "") } : undefined,
    ),
  }),
  ...breaks("problem-type", {
    "about:blank": changingJson((json, _call, status) =>
      status === 404 ? { ...json, type: "about:blank" } : undefined,
    ),
    "of another kind": changingJson((json, _call, status) =>
      status === 403 ? { ...json, type: "urn:hostscan:problem:validation" } : undefined,
    ),
  }),
  ...breaks("problem-detail", {
    "none at all": changingJson(({ detail: _, ...json }, _call, status) =>
      status === 403 ? json : undefined,
    ),
  }),
  ...breaks("problem-status", {
    "of another answer": changingJson((json, _call, status) =>
      status === 405 ? { ...json, status: 400 } : undefined,
    ),
  }),
  ...breaks("errors-tell-where", {
    "names nothing": changingJson((json, _call, status) =>
      status === 400 ? { ...json, errors: [] } : undefined,
    ),
    "dots instead of a pointer": changingJson((json, _call, status) =>
      status === 400
        ? {
            ...json,
            errors: errorsOf(json).map((error) => ({
              ...Object(error),
              path: String(Object(error).path).slice(1).replaceAll("/", "."),
            })),
          }
        : undefined,
    ),
    "members by another name": changingJson((json, _call, status) =>
      status === 400
        ? {
            ...json,
            errors: errorsOf(json).map((error) => ({ ...Object(error), path: `/body${Object(error).path}` })),
          }
        : undefined,
    ),
  }),
  ...breaks("errors-tell-everything", {
    "the first alone": changingJson((json, _call, status) =>
      status === 400 ? { ...json, errors: errorsOf(json).slice(0, 1) } : undefined,
    ),
  }),
  ...breaks("errors-up-to-100", {
    "99": changingJson((json, _call, status) =>
      status === 400 ? { ...json, errors: errorsOf(json).slice(0, 99) } : undefined,
    ),
  }),
  ...breaks("errors-empty-where-ended", {
    "names the id": changingJson((json, { method }, status) =>
      status === 400 && method === "DELETE"
        ? { ...json, errors: [{ path: "hostScanJobId", message: "has ended" }] }
        : undefined,
    ),
  }),
  ...breaks("method-not-allowed", {
    "404 for PATCH": instead(({ method }) => (method === "PATCH" ? problem(404) : undefined)),
    "takes ByHostIdMultiple for a job's id": instead(({ method, path }) =>
      method === "DELETE" && path === "/ByHostIdMultiple" ? problem(400, "hostScanJobId") : undefined,
    ),
    "405 for GET only": instead(({ method, path }) =>
      method === "DELETE" && isSignIn(path) ? problem(404) : undefined,
    ),
  }),
  ...breaks("allow-names-methods", {
    "every method": changing((_call, response) =>
      response.status === 405 ? withHeader(response, "Allow", "GET, POST, PUT, PATCH, DELETE") : undefined,
    ),
    "no POST for ByHostId": changing(({ path }, response) =>
      response.status === 405 && path.startsWith("/ByHostId/")
        ? withHeader(response, "Allow", "GET")
        : undefined,
    ),
  }),
];
