import {
  type BrokenPromise,
  breaks,
  changing,
  changingJson,
  instead,
  problem,
  resent,
  rowsOf,
  withHeader,
} from "./mutant.ts";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const RFC = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const idIn = (path: string) => path.split("/").at(-1) ?? "";
export const brokenValues: readonly BrokenPromise[] = [
  ...breaks("enumerations-are-integers", {
    "names, too": instead((call, forward) =>
      call.text.includes('"WarnOnThumbprintMismatch"')
        ? forward(resent(call, { body: call.text.replace('"WarnOnThumbprintMismatch"', "1") }))
        : undefined,
    ),
    "the nearest one": instead((call, forward) =>
      call.text.includes('"sshTrustActionType":3')
        ? forward(resent(call, { body: call.text.replace(":3", ":2") }))
        : undefined,
    ),
  }),
  ...breaks("ids-are-guids", {
    "404 for what is none": instead(({ path, authorization, method }) =>
      authorization !== null && method === "GET" && path !== "" && !GUID.test(idIn(path))
        ? problem(404)
        : undefined,
    ),
    "without hyphens, too": instead(({ path, authorization }) =>
      authorization !== null && idIn(path) === "9c711ab38fc14d6688d408f85117f32e" ? problem(404) : undefined,
    ),
    "any text for a credential": instead((call, forward) =>
      rowsOf(call).some(({ credentialId }) => credentialId === "42")
        ? forward(resent(call, { body: JSON.stringify(rowsOf(call).slice(0, 1)) }))
        : undefined,
    ),
  }),
  ...breaks("ids-of-any-variant", {
    "those of the RFC alone": instead(({ path, authorization }) =>
      authorization !== null && GUID.test(idIn(path)) && !RFC.test(idIn(path))
        ? new Response(
            JSON.stringify({
              ...{ type: "urn:hostscan:problem:validation", status: 400, detail: "The id is none." },
              errors: [{ path: "hostId", message: "must be a UUID" }],
            }),
            { status: 400, headers: { "Content-Type": "application/problem+json", "X-Request-Id": "a" } },
          )
        : undefined,
    ),
  }),
  ...breaks("ids-in-any-case", {
    "404 in capitals": instead(({ path, method }) =>
      /[A-F]/.test(idIn(path)) && GUID.test(idIn(path)) && method !== "POST" ? problem(404) : undefined,
    ),
    "an unknown host in capitals": instead(({ path, method }) =>
      /[A-F]/.test(idIn(path)) && GUID.test(idIn(path)) && method === "POST"
        ? problem(400, "hostId")
        : undefined,
    ),
    "an unknown credential in capitals": instead((call) =>
      rowsOf(call).some(
        ({ credentialId: id }) => typeof id === "string" && GUID.test(id) && id !== id.toLowerCase(),
      )
        ? problem(400, "/0/credentialId")
        : undefined,
    ),
  }),
  ...breaks("ids-in-lower-case", {
    "as they were asked for": changingJson((json, _call, status) =>
      status === 200 && "hostScanHostStatus" in json
        ? { ...json, id: String(json["id"]).toUpperCase() }
        : undefined,
    ),
  }),
  ...breaks("unknown-members-ignored", {
    "refuses them": instead((call) =>
      rowsOf(call).some((row) => "colour" in row) ? problem(400, "/0/colour") : undefined,
    ),
    "refuses them in signing in": instead(({ text }) =>
      text.includes('"Remember"') ? problem(400, "/Remember") : undefined,
    ),
    "drops rows that have them": instead((call) =>
      call.path === "/ValidateImportedCSV" && rowsOf(call).some((row) => "colour" in row)
        ? Response.json([])
        : undefined,
    ),
  }),
  ...breaks("null-says-nothing", {
    "refuses null": instead((call) =>
      rowsOf(call).some((row) => Object.values(row).includes(null)) && call.path === ""
        ? problem(400, "/0/os")
        : undefined,
    ),
  }),
  ...breaks("not-found", {
    "400 for a job that nobody has": changing(({ method }, response) =>
      response.status === 404 && method === "DELETE" ? problem(400, "hostScanJobId") : undefined,
    ),
    "an empty job": changing(({ path }, response) =>
      response.status === 404 && path.startsWith("/ByHostId") ? Response.json({}) : undefined,
    ),
  }),
  ...breaks("rate-limit", {
    "a plain number": changing((_call, response) =>
      response.status === 429 ? withHeader(response, "RateLimit", "0") : undefined,
    ),
    "a date to call again at": changing((_call, response) =>
      response.status === 429 ? withHeader(response, "Retry-After", new Date().toUTCString()) : undefined,
    ),
  }),
  ...breaks("internal-error", {
    "tells where it failed": changingJson((json, _call, status) =>
      status === 500 ? { ...json, detail: "Error: lost\n    at list (/srv/app/jobs.js:12:7)" } : undefined,
    ),
  }),
  ...breaks("unavailable", {
    "500 instead": changing((_call, response) => (response.status === 503 ? problem(500) : undefined)),
  }),
];
