import type { Finding } from "../src/index.ts";

/** A server that gets one thing wrong, and the finding that gives it away. */
export interface Mutant {
  readonly operation: string;
  readonly fault: string;
  /** Of the answer that it gets wrong. */
  readonly status: number;
  /** Changes an answer, where it is the one to get wrong. */
  readonly answer: (request: Request, response: Response) => Response | Promise<Response>;
  readonly finding: Partial<Finding>;
}

interface Occasion {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
}

const at = (operation: string, method: string, path: string): Occasion => ({
  operation,
  method,
  path: new RegExp(`^${path}$`),
});

const api = "/api/v1/HostScanJob";
const get = at("Get", "GET", api);
const getJobStatus = at("GetJobStatus", "GET", `${api}/[-0-9a-fA-F]{36}`);
const getForHost = at("GetJobStatusForHost", "GET", `${api}/ByHostId/[^/]+`);
const create = at("PostListOfIdsAsync", "POST", api);
const byHostId = at("ByHostId", "POST", `${api}/ByHostId/[^/]+`);
const byHostIds = at("ByHostIdMultipleAsync", "POST", `${api}/ByHostIdMultiple`);
const ouMapping = at("ScheduleJobsByDnsHostNameMultipleAsync", "POST", `${api}/OuMapping/[^/]+`);
const validate = at("ValidateImportedCsv", "POST", `${api}/ValidateImportedCSV`);
const cancel = at("CancelJob", "DELETE", `${api}/[^/]+`);
const host = `${api}/Host/[-0-9a-fA-F]{36}`;
const getHosts = at("GetHosts", "GET", `${api}/Host`);
const getHost = at("GetHost", "GET", host);
const section = (name: string) => at(`GetHost${name}`, "GET", `${host}/${name}`);
const getUsers = at("GetUsers", "GET", `${api}/User`);
const getChanges = at("GetChanges", "GET", `${api}/Change`);
const trust = `${api}/Trust`;
const account = "/api/v1/Credential/[-0-9a-fA-F]{36}";
const awaitingTrust = at("GetAwaitingTrust", "GET", trust);
const trustHosts = at("TrustHosts", "POST", trust);
const reviewTrust = at("ReviewTrust", "GET", `${trust}/Job/[^/]+`);
const trustReviewed = at("TrustReviewed", "POST", `${trust}/Job/[^/]+`);
const trustKnownHosts = at("TrustKnownHosts", "POST", `${trust}/KnownHosts`);
const getCredentials = at("GetCredentials", "GET", "/api/v1/Credential");
const addCredential = at("AddCredential", "POST", "/api/v1/Credential");
const getCredential = at("GetCredential", "GET", account);
const removeCredential = at("RemoveCredential", "DELETE", account);
const changeSecret = at("ChangeCredentialSecret", "PUT", `${account}/Secret`);
const changeScope = at("ChangeCredentialScope", "PUT", `${account}/Scope`);
const resume = at("ResumeCredential", "DELETE", `${account}/Pause`);
const secondStep = at("Signin2fa", "POST", "/signin2fa");
const misspelt = at("Sigin2fa", "POST", "/sigin2fa");
const signIn = at("SigninBody", "POST", "/signinBody");
const otherMethod = at("Get", "PUT", api);

type Change = (response: Response) => Response | Promise<Response>;

function mutant(
  occasion: Occasion,
  status: number,
  fault: string,
  change: Change,
  finding: Partial<Finding>,
): Mutant {
  const { operation, method, path } = occasion;
  return {
    operation,
    fault: `${fault} (${status})`,
    status,
    answer: (request, response) => {
      const isMeant =
        request.method === method && path.test(new URL(request.url).pathname) && response.status === status;
      return isMeant ? change(response) : response;
    },
    finding: { operationId: operation, ...finding },
  };
}

const status =
  (code: number): Change =>
  async (response) =>
    new Response(code === 204 ? null : await response.text(), { status: code, headers: response.headers });

const header =
  (name: string, value: string | undefined): Change =>
  async (response) => {
    const changed = new Response(await response.text(), response);
    if (value === undefined) changed.headers.delete(name);
    else changed.headers.set(name, value);
    return changed;
  };

const text =
  (body: string): Change =>
  (response) =>
    new Response(body, response);

const json = (body: unknown): Change => text(JSON.stringify(body));

const guid = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
const job = (members: object) => json({ id: guid, status: 0, ...members });
const jobOf = (host: object) => job({ hostScanHostStatus: [host] });
const problem = (code: number, members: object) => json({ status: code, ...members });

const undeclared = (code: number) => ({ status: code, where: "status", message: "is not declared" });
const missing = (name: string) => ({ where: `header ${name}`, message: "is missing" });

/** Every mutant, by operation; none may survive the kit. */
export const mutants: readonly Mutant[] = [
  mutant(get, 200, "another status", status(206), undeclared(206)),
  mutant(get, 200, "plain text", header("Content-Type", "text/plain"), { where: "content-type" }),
  mutant(get, 200, "no content type", header("Content-Type", undefined), {
    where: "content-type",
    message: "is missing, not application/json",
  }),
  mutant(get, 200, "half of the JSON", text("[{"), { where: "body", message: "is not JSON" }),
  mutant(get, 200, "an object instead of the list", json({ jobs: [] }), { where: "body" }),
  mutant(get, 200, "null in the list", json([null]), { where: "body /0" }),
  mutant(get, 200, "no request id", header("X-Request-Id", undefined), missing("X-Request-Id")),
  mutant(get, 200, "a request id with blanks", header("X-Request-Id", "a b"), {
    where: "header X-Request-Id",
  }),
  mutant(get, 200, "a Link without brackets", header("Link", `${api}?after=a; rel="next"`), {
    where: "header Link",
    message: `is "${api}?after=a; rel="next"", not <…>; rel="next" (RFC 8288)`,
  }),
  mutant(get, 200, "a Link to another path", header("Link", '</jobs?after=a>; rel="next"'), {
    where: "header Link",
    message: "leads to /jobs, another path than the page's",
  }),
  mutant(get, 200, "a Link to the page before", header("Link", `<${api}?after=a>; rel="prev"`), {
    where: "header Link",
  }),
  mutant(get, 400, "an error without a place", problem(400, { errors: [{ message: "is none" }] }), {
    where: "body /errors/0",
  }),
  mutant(get, 400, "an error without words", problem(400, { errors: [{ path: "limit" }] }), {
    where: "body /errors/0",
  }),
  mutant(get, 400, "errors by name", problem(400, { errors: { limit: "is none" } }), {
    where: "body /errors",
  }),
  mutant(get, 401, "no scheme", header("WWW-Authenticate", undefined), missing("WWW-Authenticate")),
  mutant(get, 401, "another scheme", header("WWW-Authenticate", "Basic"), {
    where: "header WWW-Authenticate",
  }),
  mutant(get, 401, "403 instead", status(403), { status: 403, message: "should be 401" }),
  mutant(get, 403, "404 instead", status(404), undeclared(404)),
  mutant(get, 429, "no pause", header("Retry-After", undefined), missing("Retry-After")),
  mutant(get, 429, "a negative pause", header("Retry-After", "-1"), { where: "header Retry-After" }),
  mutant(get, 429, "no limit", header("RateLimit-Policy", undefined), missing("RateLimit-Policy")),
  mutant(get, 500, "a page of HTML", header("Content-Type", "text/html"), { where: "content-type" }),
  mutant(get, 503, "no pause", header("Retry-After", undefined), missing("Retry-After")),
  mutant(otherMethod, 405, "no Allow", header("Allow", undefined), missing("Allow")),
  mutant(otherMethod, 405, "an Allow that lacks POST", header("Allow", "GET"), {
    where: "header Allow",
    message: 'is "GET", but the document has GET, POST',
  }),
  mutant(otherMethod, 405, "an Allow with DELETE", header("Allow", "GET, POST, DELETE"), {
    where: "header Allow",
  }),
  mutant(otherMethod, 405, "404 instead", status(404), { status: 404, where: "status" }),
  mutant(getJobStatus, 200, "a status in words", job({ status: "Queued" }), { where: "body /status" }),
  mutant(getJobStatus, 200, "a status that is none", job({ status: 11 }), { where: "body /status" }),
  mutant(getJobStatus, 200, "an id that is no GUID", job({ id: "1042" }), { where: "body /id" }),
  mutant(getJobStatus, 200, "an id of null", job({ id: null }), { where: "body /id" }),
  mutant(getJobStatus, 200, "one host instead of a list", job({ hostScanHostStatus: {} }), {
    where: "body /hostScanHostStatus",
  }),
  mutant(getJobStatus, 404, "a problem as plain JSON", header("Content-Type", "application/json"), {
    where: "content-type",
    message: "is application/json, not application/problem+json",
  }),
  mutant(getJobStatus, 404, "a problem with another status", problem(400, {}), {
    where: "body /status",
    message: "is 400, but the answer's status is 404",
  }),
  mutant(getJobStatus, 404, "200 instead", status(200), { status: 200, message: "should be 404" }),
  mutant(getJobStatus, 404, "410 instead", status(410), undeclared(410)),
  mutant(getForHost, 200, "a reason that is none", jobOf({ failureReason: 99 }), {
    where: "body /hostScanHostStatus/0/failureReason",
  }),
  mutant(getForHost, 200, "a host's id that is no GUID", jobOf({ hostId: "web-1" }), {
    where: "body /hostScanHostStatus/0/hostId",
  }),
  mutant(getForHost, 200, "a system of endless length", jobOf({ os: "x".repeat(256) }), {
    where: "body /hostScanHostStatus/0/os",
  }),
  mutant(create, 200, "201 instead", status(201), undeclared(201)),
  mutant(create, 200, "a version as a number", jobOf({ version: 12 }), {
    where: "body /hostScanHostStatus/0/version",
  }),
  mutant(create, 413, "400 instead", status(400), { status: 400, message: "should be 413" }),
  mutant(create, 415, "400 instead", status(400), { status: 400, message: "should be 415" }),
  mutant(create, 409, "422 instead", status(422), undeclared(422)),
  mutant(byHostId, 200, "a list instead of the job", json([]), { where: "body" }),
  mutant(byHostId, 400, "a title as a number", problem(400, { title: 400 }), { where: "body /title" }),
  mutant(byHostIds, 200, "a job instead of the list", job({}), { where: "body" }),
  mutant(byHostIds, 400, "no words on what is wrong", problem(400, {}), {
    where: "body /errors",
    message: "names nothing",
  }),
  mutant(ouMapping, 200, "202 instead", status(202), undeclared(202)),
  mutant(validate, 200, "a row instead of the list", json({}), { where: "body" }),
  mutant(validate, 200, "an error that is no text", json([{ ipAddressError: true }]), {
    where: "body /0/ipAddressError",
  }),
  mutant(cancel, 202, "204 instead", status(204), undeclared(204)),
  mutant(cancel, 202, "a body where none is", json({}), { where: "body" }),
  mutant(getHosts, 200, "an object instead of the list", json({ hosts: [] }), { where: "body" }),
  mutant(getHosts, 200, "a Link to another path", header("Link", '</hosts?after=a>; rel="next"'), {
    where: "header Link",
  }),
  mutant(getHost, 200, "a host without its sections", json({ id: guid, hostId: guid, hostScanTrust: [] }), {
    where: "body",
  }),
  mutant(getHost, 404, "200 instead", status(200), { status: 200, message: "should be 404" }),
  ...["Users", "Groups", "Services", "ScheduledTasks", "Features"].flatMap((name) => [
    mutant(section(name), 200, "an entry of no host", json([{ id: guid }]), { where: "body /0" }),
    mutant(section(name), 404, "an empty list instead", status(200), {
      status: 200,
      message: "should be 404",
    }),
  ]),
  mutant(getUsers, 200, "services as a text", json([{ hostId: guid, services: "cron" }]), {
    where: "body /0/services",
  }),
  mutant(getChanges, 200, "a change of no kind", json([{ id: guid, hostId: guid, section: 0 }]), {
    where: "body /0",
  }),
  ...[addCredential, getCredential, changeSecret, changeScope, resume].map((place) =>
    mutant(place, 200, "a credential without a scope", json({ id: guid, name: "a" }), { where: "body" }),
  ),
  mutant(getCredentials, 200, "an object instead of the list", json({}), { where: "body" }),
  mutant(getCredential, 404, "200 instead", status(200), { status: 200, message: "should be 404" }),
  mutant(removeCredential, 204, "202 instead", status(202), undeclared(202)),
  ...[awaitingTrust, trustHosts, trustKnownHosts].map((place) =>
    mutant(place, 400, "200 instead", status(200), { status: 200, message: "should be 400" }),
  ),
  ...[reviewTrust, trustReviewed].map((place) =>
    mutant(place, 404, "200 instead", status(200), { status: 200, message: "should be 404" }),
  ),
  mutant(signIn, 200, "a token in an object", json({ token: "half" }), { where: "body" }),
  mutant(
    signIn,
    200,
    "a token that may be kept",
    header("Cache-Control", undefined),
    missing("Cache-Control"),
  ),
  mutant(secondStep, 401, "400 instead", status(400), { status: 400, message: "should be 401" }),
  mutant(misspelt, 200, "an empty token", json(""), { where: "body" }),
];
