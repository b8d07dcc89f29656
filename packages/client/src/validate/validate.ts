import {
  Credential,
  HostScanAccount,
  HostScanChange,
  HostScanFeature,
  HostScanGroup,
  HostScanHost,
  HostScanJobStatus,
  HostScanKey,
  HostScanScheduledTask,
  HostScanService,
  HostScanUser,
  HostTrusted,
  KnownHostsTrusted,
  Token,
  TrustReview,
  ValidatedHostScanJobRequest,
} from "../generated/schemas.ts";
import type { operations, paths } from "../generated/types.ts";
import type { Validate } from "../options.ts";

type Success<Operation> = Operation extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;
type Reads = "get" | "post" | "put";

/** What an answer can be. */
const schemas = {
  token: Token,
  job: HostScanJobStatus,
  jobs: HostScanJobStatus.array(),
  rows: ValidatedHostScanJobRequest.array(),
  host: HostScanHost,
  hosts: HostScanHost.array(),
  users: HostScanUser.array(),
  groups: HostScanGroup.array(),
  services: HostScanService.array(),
  tasks: HostScanScheduledTask.array(),
  features: HostScanFeature.array(),
  accounts: HostScanAccount.array(),
  changes: HostScanChange.array(),
  credential: Credential,
  credentials: Credential.array(),
  keys: HostScanKey.array(),
  trusted: HostTrusted.array(),
  review: TrustReview,
  "known hosts": KnownHostsTrusted,
};

/** A member that the items of a list have, and those of no other list. */
interface Marks {
  readonly rows: "dnsHostNameError";
  readonly hosts: "hostScanTrust";
  readonly users: "shell";
  readonly groups: "members";
  readonly services: "binaryPathName";
  readonly tasks: "taskPath";
  readonly features: "architecture";
  readonly accounts: "serviceCount";
  readonly changes: "entryName";
  readonly credentials: "kinds";
  readonly keys: "discoveredThumbprint";
  readonly trusted: "formerThumbprint";
}

/** A member that an object has, and no other object. */
interface ObjectMarks {
  readonly host: "hostScanTrust";
  readonly credential: "kinds";
  readonly review: "code";
  readonly "known hosts": "mismatches";
}

type MarkedObject<Body> = {
  [Kind in keyof ObjectMarks]: ObjectMarks[Kind] extends keyof Body ? Kind : never;
}[keyof ObjectMarks];

type MarkedList<Item> = {
  [Kind in keyof Marks]: Marks[Kind] extends keyof Item ? Kind : never;
}[keyof Marks];

type KindOf<Body> = Body extends string
  ? "token"
  : Body extends readonly (infer Item)[]
    ? [MarkedList<Item>] extends [never]
      ? "jobs"
      : MarkedList<Item>
    : [MarkedObject<Body>] extends [never]
      ? "job"
      : MarkedObject<Body>;

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
  "/api/v1/HostScanJob/Host": { GET: "hosts" },
  "/api/v1/HostScanJob/Host/{hostId}": { GET: "host" },
  "/api/v1/HostScanJob/Host/{hostId}/Users": { GET: "users" },
  "/api/v1/HostScanJob/Host/{hostId}/Groups": { GET: "groups" },
  "/api/v1/HostScanJob/Host/{hostId}/Services": { GET: "services" },
  "/api/v1/HostScanJob/Host/{hostId}/ScheduledTasks": { GET: "tasks" },
  "/api/v1/HostScanJob/Host/{hostId}/Features": { GET: "features" },
  "/api/v1/HostScanJob/User": { GET: "accounts" },
  "/api/v1/HostScanJob/Change": { GET: "changes" },
  "/api/v1/HostScanJob/Trust": { GET: "keys", POST: "trusted" },
  "/api/v1/HostScanJob/Trust/Job/{hostScanJobId}": { GET: "review", POST: "trusted" },
  "/api/v1/HostScanJob/Trust/KnownHosts": { POST: "known hosts" },
  "/api/v1/Credential": { GET: "credentials", POST: "credential" },
  "/api/v1/Credential/{credentialId}": { GET: "credential" },
  "/api/v1/Credential/{credentialId}/Secret": { PUT: "credential" },
  "/api/v1/Credential/{credentialId}/Scope": { PUT: "credential" },
  "/api/v1/Credential/{credentialId}/Pause": {},
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
