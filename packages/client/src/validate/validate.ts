import type { components, operations, paths } from "@hostscan/contract";
import { HostScanJobStatus, Token } from "@hostscan/contract/schemas";
import type { Validate } from "../options.ts";

type Success<Operation> = Operation extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;
type Reads = "get" | "post";

type KindOf<Body> = Body extends string
  ? "token"
  : Body extends readonly components["schemas"]["HostScanJobStatus"][]
    ? "jobs"
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
  if (kind === "token") return faultsOf(Token, body, "");
  if (kind === "job") return faultsOf(HostScanJobStatus, body, "");
  if (kind !== "jobs") return [];
  if (!Array.isArray(body)) return [{ path: "", message: "Invalid input: expected array" }];
  return body.flatMap((job, index) => faultsOf(HostScanJobStatus, job, `/${index}`));
};

function faultsOf(
  schema: typeof HostScanJobStatus | typeof Token,
  value: unknown,
  at: string,
): ReturnType<Validate> {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => ({
    path: [at, ...path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"))].join("/"),
    message,
  }));
}
