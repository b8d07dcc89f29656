import { HostScanJobStatus, Token, ValidatedHostScanJobRequest } from "../generated/schemas.ts";
import type { operations, paths } from "../generated/types.ts";
import type { Validate } from "../options.ts";

type Success<Operation> = Operation extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;
type Reads = "get" | "post";

/** What an answer can be. */
const schemas = {
  token: Token,
  job: HostScanJobStatus,
  jobs: HostScanJobStatus.array(),
  rows: ValidatedHostScanJobRequest.array(),
};

type KindOf<Body> = Body extends string
  ? "token"
  : Body extends readonly (infer Item)[]
    ? "dnsHostNameError" extends keyof Item
      ? "rows"
      : "jobs"
    : "job";

/** What each operation answers with; one that is missing or wrong here does not compile. */
const answers: {
  [P in keyof paths]: {
    [V in Reads as paths[P] extends Record<V, operations[keyof operations]>
      ? Uppercase<V>
      : never]: paths[P] extends Record<V, infer Operation> ? KindOf<Success<Operation>> : never;
  };
} = {
  "/api/v1/HostScanJob": { GET: "jobs", POST: "job" },
  "/api/v1/HostScanJob/{hostScanJobId}": { GET: "job" },
  "/api/v1/HostScanJob/ByHostId/{hostId}": { GET: "job", POST: "job" },
  "/api/v1/HostScanJob/ByHostIdMultiple": { POST: "jobs" },
  "/api/v1/HostScanJob/OuMapping/{credentialId}": { POST: "job" },
  "/api/v1/HostScanJob/ValidateImportedCSV": { POST: "rows" },
  "/signinBody": { POST: "token" },
  "/signin2fa": { POST: "token" },
  "/sigin2fa": { POST: "token" },
};

/**
 * Lists where the body of a success departs from the contract's schema, as JSON Pointers (RFC 6901).
 *
 * Stricter than the client: names of statuses, unknown numbers and ids that are no GUIDs are faults.
 */
export const validate: Validate = (method, path, body) => {
  const operations = Object.entries(answers).find(([known]) => known === path)?.[1] ?? {};
  const kind = Object.entries(operations).find(([known]) => known === method)?.[1];
  const schema = Object.entries(schemas).find(([known]) => known === kind)?.[1];
  const error = schema?.safeParse(body).error;
  return (error?.issues ?? []).map(({ path, message }) => ({
    path: ["", ...path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"))].join("/"),
    message,
  }));
};
