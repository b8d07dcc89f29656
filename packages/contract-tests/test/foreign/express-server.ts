import { once } from "node:events";
import { openapiDocument } from "@hostscan/contract/document";
import {
  csvRow,
  type HostRequest,
  type HostSection,
  type Page,
  type Rejection,
  type Result,
} from "@hostscan/core";
import { credentialId, InMemoryJobs } from "@hostscan/server/testing";
import express, { type ErrorRequestHandler, type Request, type Response } from "express";
import { middleware } from "express-openapi-validator";
import { memberOf, nodesIn } from "../../src/document/place.ts";
import { knowingTwoHosts } from "../in-memory-jobs.ts";

/** A server that is not ours (fixture): Express, which validates by the document and by nothing else. */
export interface ForeignServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly hosts: readonly [string, string];
  readonly credentialId: string;
  /** Changes the text of answers from now on, or none. */
  tamper(change: Change | undefined): void;
}

/** What becomes of an answer. */
export type Change = (request: Request, response: Response, text: string) => string | undefined;

const api = "/api/v1/HostScanJob";
const kinds: Readonly<Record<number, string>> = {
  ...{
    400: "validation",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
  },
  ...{ 409: "conflict", 413: "payload-too-large", 415: "unsupported-media-type", 500: "internal" },
};
const statuses = {
  invalid: 400,
  "not-found": 404,
  conflict: 409,
  "over quota": 429,
  unavailable: 503,
} as const;

function problem(response: Response, status: number, detail: string, errors?: readonly object[]): void {
  if (status === 401) response.set("WWW-Authenticate", "Bearer");
  const type = `urn:hostscan:problem:${kinds[status]}`;
  response.status(status).type("application/problem+json");
  response.send(JSON.stringify({ type, status, detail, ...(status === 400 && { errors: errors ?? [] }) }));
}

/** Where the validator's path leads: below the body, or a parameter's name. */
const placeOf = (path: unknown) =>
  String(path).startsWith("/body")
    ? String(path).slice("/body".length)
    : (String(path).split("/").at(-1) ?? "");

const nullSaysNothing = ["credentialId", "acceptThumbprintOnFirstDiscovery"];

/** The rows of a body, which the validator has let pass, without members whose null says nothing. */
const rowsOf = ({ body }: Request): HostRequest[] =>
  nodesIn(body).map((row) =>
    Object.fromEntries(
      Object.entries(row).filter(([name, value]) => value !== null || !nullSaysNothing.includes(name)),
    ),
  );

const sections: Readonly<Record<string, HostSection>> = {
  ...{ Users: "users", Groups: "groups", Services: "services" },
  ...{ ScheduledTasks: "scheduledTasks", Features: "features" },
};

/** The form that a list is asked for in; jobs have but one. */
const formOf = (request: Request) =>
  (request.path !== api && request.accepts("json", "csv", "application/jsonl")) || "json";

/** The query, whose values the validator has made of the texts. A form of all of a list has no pages. */
const asked = (request: Request) => {
  const isWhole = formOf(request) !== "json" && !/[?&]limit=/.test(request.originalUrl);
  return { limit: 50, ...Object(request.query), ...(isWhole && { limit: Number.MAX_SAFE_INTEGER }) };
};

function csvOf(items: readonly unknown[]): string[] {
  const names = [...new Set(items.flatMap((item) => Object.keys(Object(item))))];
  const rows = items.map((item) => names.map((name) => Object(item)[name]));
  return [names, ...rows].map((row) => `${csvRow(row)}\r\n`);
}

/** The API over jobs in memory, by the document. */
export async function startForeignServer(): Promise<ForeignServer> {
  let change: Change | undefined;
  const { jobs, hostIds } = knowingTwoHosts(new InMemoryJobs());
  const app = express();
  app.disable("x-powered-by");
  app.use((request, response, next) => {
    const sent = request.get("X-Request-Id") ?? "";
    response.set("X-Request-Id", /^[\w.-]{1,128}$/.test(sent) ? sent : crypto.randomUUID());
    const send = response.send.bind(response);
    response.send = (text: unknown) => {
      const changed = typeof text === "string" ? change?.(request, response, text) : undefined;
      return send(changed ?? text);
    };
    next();
  });
  app.use(express.json({ limit: 10_000_000, type: "application/json" }));
  app.use(
    middleware({
      apiSpec: structuredClone(Object(openapiDocument)),
      validateApiSpec: false,
      validateSecurity: {
        handlers: {
          Bearer: ({ headers }) => isAdmitted(headers.authorization),
          FirstStep: () => unauthenticated(),
        },
      },
    }),
  );

  const context = (request: Request) => {
    const key = request.get("Idempotency-Key");
    const caller = { subject: "foreign", name: "foreign", role: "App" };
    return { caller, requestId: "foreign", ...(key !== undefined && { idempotencyKey: key }) };
  };
  const answer = <T>(response: Response, result: Result<T>) =>
    result.ok
      ? response.status(200).type("application/json").send(JSON.stringify(result.value))
      : refuse(response, result.rejection);
  const id = (request: Request, name: string) => String(request.params[name]);

  const list = <T>(request: Request, response: Response, found: Result<Page<T>>) => {
    if (!found.ok) return answer(response, found);
    const { items, next: after } = found.value;
    if (after !== undefined) {
      const query = new URLSearchParams({ ...asked(request), after });
      response.set("Link", `<${request.path}?${query}>; rel="next"`);
    }
    const form = formOf(request);
    if (form === "json") return answer(response, { ok: true, value: items });
    const texts = form === "csv" ? csvOf(items) : items.map((item) => `${JSON.stringify(item)}\n`);
    return response.status(200).type(form).send(texts.join(""));
  };

  app.get(api, async (request, response) => {
    const found = await jobs.listJobs(asked(request), context(request));
    if (!found.ok) return answer(response, found);
    const { jobs: items, ...next } = found.value;
    return list(request, response, { ok: true, value: { items, ...next } });
  });
  app.post(api, async (request, response) =>
    answer(response, await jobs.createJob(rowsOf(request), context(request))),
  );
  app.post(`${api}/ByHostIdMultiple`, async (request, response) =>
    answer(response, await jobs.scanHosts(request.body, context(request))),
  );
  app.post(`${api}/ValidateImportedCSV`, async (request, response) =>
    answer(response, await jobs.validateImportedCsv(rowsOf(request), context(request))),
  );
  app.post(`${api}/OuMapping/:id`, async (request, response) =>
    answer(response, await jobs.scanOrganizationalUnit(id(request, "id"), request.body, context(request))),
  );
  app.get(`${api}/ByHostId/:id`, async (request, response) =>
    answer(response, await jobs.latestJobForHost(id(request, "id"), context(request))),
  );
  app.post(`${api}/ByHostId/:id`, async (request, response) =>
    answer(response, await jobs.scanHost(id(request, "id"), context(request))),
  );
  app.get(`${api}/Host`, async (request, response) =>
    list(request, response, await jobs.listHosts(asked(request), context(request))),
  );
  app.get(`${api}/User`, async (request, response) =>
    list(request, response, await jobs.listAccounts(asked(request), context(request))),
  );
  app.get(`${api}/Change`, async (request, response) =>
    list(request, response, await jobs.listChanges(asked(request), context(request))),
  );
  app.get(`${api}/Host/:id`, async (request, response) =>
    answer(response, await jobs.getHost(id(request, "id"), context(request))),
  );
  for (const [name, section] of Object.entries(sections)) {
    app.get(`${api}/Host/:id/${name}`, async (request, response) =>
      list(
        request,
        response,
        await jobs.listEntries(id(request, "id"), section, asked(request), context(request)),
      ),
    );
  }
  app.get(`${api}/:id`, async (request, response) =>
    answer(response, await jobs.getJob(id(request, "id"), context(request))),
  );
  app.delete(`${api}/:id`, async (request, response) => {
    const done = await jobs.cancelJob(id(request, "id"), context(request));
    return done.ok ? response.status(202).end() : refuse(response, done.rejection);
  });
  app.use((_request, response) => problem(response, 404, "There is no such path."));
  const refuseInvalid: ErrorRequestHandler = (error: unknown, request, response, _next) => {
    const status = Number(memberOf(error, "status") ?? 500);
    const errors = nodesIn(memberOf(error, "errors")).slice(0, 100);
    if (status === 405) response.set("Allow", allowed(request.path));
    const places = errors.map(({ path, message }) => ({ path: placeOf(path), message: `${message}` }));
    problem(
      response,
      status,
      String(memberOf(error, "message")),
      places.length > 0 ? places : [{ path: "", message: "is wrong" }],
    );
  };
  app.use(refuseInvalid);

  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    hosts: hostIds,
    credentialId,
    tamper(next) {
      change = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function refuse(response: Response, rejection: Rejection): void {
  problem(
    response,
    statuses[rejection.kind],
    rejection.detail,
    rejection.kind === "invalid" ? rejection.errors : undefined,
  );
}

const unauthenticated = (): never => {
  throw Object.assign(new Error("Who calls?"), { status: 401 });
};

function isAdmitted(authorization: string | undefined): boolean {
  const token = /^bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === "foreign-token") return true;
  if (token !== "foreign-guest") return unauthenticated();
  throw Object.assign(new Error("The role is not admitted."), { status: 403 });
}

/** The methods of the path that the document has there. */
function allowed(path: string): string {
  const fits = (template: string) => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path);
  const [found = ""] = Object.keys(openapiDocument.paths)
    .filter(fits)
    .sort((a, b) => a.split("{").length - b.split("{").length);
  return Object.keys(openapiDocument.paths[found] ?? {})
    .join(", ")
    .toUpperCase();
}
