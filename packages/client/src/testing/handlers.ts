import { type HttpHandler, HttpResponse, http } from "msw";
import type { operations, paths } from "../generated/types.ts";
import { parseJson } from "../json.ts";

/** The operations by operationId, as the table of methods in the README has them. */
export type OperationId = keyof operations;

type Method = "get" | "post" | "put" | "delete";

/** A method and a path that carry out an operation. */
type Place<Id extends OperationId> = {
  [Path in keyof paths]: {
    [M in Method]: paths[Path][M] extends operations[Id] ? readonly [M, Path] : never;
  }[Method];
}[keyof paths];

/** Where each operation is. One that is missing does not compile. */
export const places = {
  Get: ["get", "/api/v1/HostScanJob"],
  PostListOfIdsAsync: ["post", "/api/v1/HostScanJob"],
  GetJobStatus: ["get", "/api/v1/HostScanJob/{hostScanJobId}"],
  CancelJob: ["delete", "/api/v1/HostScanJob/{hostScanJobId}"],
  GetJobStatusForHost: ["get", "/api/v1/HostScanJob/ByHostId/{hostId}"],
  ByHostId: ["post", "/api/v1/HostScanJob/ByHostId/{hostId}"],
  ByHostIdMultipleAsync: ["post", "/api/v1/HostScanJob/ByHostIdMultiple"],
  ScheduleJobsByDnsHostNameMultipleAsync: ["post", "/api/v1/HostScanJob/OuMapping/{credentialId}"],
  ValidateImportedCsv: ["post", "/api/v1/HostScanJob/ValidateImportedCSV"],
  GetHosts: ["get", "/api/v1/HostScanJob/Host"],
  GetHost: ["get", "/api/v1/HostScanJob/Host/{hostId}"],
  GetHostUsers: ["get", "/api/v1/HostScanJob/Host/{hostId}/Users"],
  GetHostGroups: ["get", "/api/v1/HostScanJob/Host/{hostId}/Groups"],
  GetHostServices: ["get", "/api/v1/HostScanJob/Host/{hostId}/Services"],
  GetHostScheduledTasks: ["get", "/api/v1/HostScanJob/Host/{hostId}/ScheduledTasks"],
  GetHostFeatures: ["get", "/api/v1/HostScanJob/Host/{hostId}/Features"],
  GetUsers: ["get", "/api/v1/HostScanJob/User"],
  GetChanges: ["get", "/api/v1/HostScanJob/Change"],
  GetAwaitingTrust: ["get", "/api/v1/HostScanJob/Trust"],
  TrustHosts: ["post", "/api/v1/HostScanJob/Trust"],
  ReviewTrust: ["get", "/api/v1/HostScanJob/Trust/Job/{hostScanJobId}"],
  TrustReviewed: ["post", "/api/v1/HostScanJob/Trust/Job/{hostScanJobId}"],
  TrustKnownHosts: ["post", "/api/v1/HostScanJob/Trust/KnownHosts"],
  GetCredentials: ["get", "/api/v1/Credential"],
  AddCredential: ["post", "/api/v1/Credential"],
  GetCredential: ["get", "/api/v1/Credential/{credentialId}"],
  RemoveCredential: ["delete", "/api/v1/Credential/{credentialId}"],
  ChangeCredentialSecret: ["put", "/api/v1/Credential/{credentialId}/Secret"],
  ChangeCredentialScope: ["put", "/api/v1/Credential/{credentialId}/Scope"],
  ResumeCredential: ["delete", "/api/v1/Credential/{credentialId}/Pause"],
  SigninBody: ["post", "/signinBody"],
  Signin2fa: ["post", "/signin2fa"],
  Sigin2fa: ["post", "/sigin2fa"],
} as const satisfies { [Id in OperationId]: Place<Id> };

type Params<Id extends OperationId> = operations[Id]["parameters"] extends { path: infer Path }
  ? Path
  : object;
type Query<Id extends OperationId> = operations[Id]["parameters"] extends { query?: infer Query }
  ? { readonly [Name in keyof Query]?: string }
  : object;
type Body<Id extends OperationId> = operations[Id] extends {
  requestBody: { content: { "application/json": infer Body } };
}
  ? Body
  : undefined;

type AnswerBody<Told> = Told extends { content: infer Content }
  ? [Content] extends [undefined]
    ? { readonly body?: undefined }
    : { readonly body: NonNullable<Content>[keyof NonNullable<Content>] }
  : { readonly body?: undefined };

/** What an operation may answer: a declared status, with the body that goes with it. */
export type Answer<Id extends OperationId> = {
  [Status in keyof operations[Id]["responses"] & number]: {
    readonly status: Status;
    readonly headers?: Readonly<Record<string, string>>;
  } & AnswerBody<operations[Id]["responses"][Status]>;
}[keyof operations[Id]["responses"] & number];

/** A call of an operation, as a handler gets it. */
export interface OperationCall<Id extends OperationId> {
  readonly params: Params<Id>;
  readonly query: Query<Id>;
  /** The body, taken for what the contract says. */
  readonly body: Body<Id>;
  readonly headers: Headers;
}

/** For each operation what makes a handler of it, given an answer or what gives one. */
export type HostScanHandlers = {
  readonly [Id in OperationId]: (
    answer: Answer<Id> | ((call: OperationCall<Id>) => Answer<Id> | Promise<Answer<Id>>),
  ) => HttpHandler;
};

interface AnyAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface AnyCall {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: Headers;
}

/**
 * Makers of msw handlers, by operationId: `api.GetJobStatus({ status: 404, body: { title: "Not found" } })`. Statuses and
 * bodies are those of the contract; another one does not compile.
 *
 * @param baseUrl the client's; any server's where absent
 */
export function hostScanHandlers(baseUrl?: string): HostScanHandlers;
export function hostScanHandlers(baseUrl = "*"): unknown {
  const makers = Object.entries(places).map(([id, [method, path]]) => {
    const pattern = baseUrl.replace(/\/+$/, "") + path.replace(/\{(\w+)\}/g, ":$1");
    const make = (answer: AnyAnswer | ((call: AnyCall) => AnyAnswer | Promise<AnyAnswer>)) =>
      http[method](pattern, async ({ request, params }) =>
        respond(typeof answer === "function" ? await answer(await read(request, params)) : answer),
      );
    return [id, make] as const;
  });
  return Object.fromEntries(makers);
}

async function read(request: Request, params: unknown): Promise<AnyCall> {
  const { headers, url } = request;
  const text = await request.clone().text();
  const query = Object.fromEntries(new URL(url).searchParams);
  const json = parseJson(text);
  // `null` is JSON, too.
  return { params, query, headers, body: json === undefined && text !== "" ? text : json };
}

function respond({ status, headers, body }: AnyAnswer): Response {
  const kind = status < 400 ? "application/json" : "application/problem+json";
  if (body === undefined) return new HttpResponse(null, { status, headers: { ...headers } });
  return new HttpResponse(JSON.stringify(body), { status, headers: { "Content-Type": kind, ...headers } });
}
