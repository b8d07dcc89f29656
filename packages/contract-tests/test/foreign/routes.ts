import type { HostScanJobService, Result, SchedulingContext } from "@hostscan/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { problem, unauthorized } from "./problems.ts";

const api = "/api/v1/HostScanJob";
const guid = { type: "string", pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" };
const list = (items: object) => ({ type: "array", minItems: 1, maxItems: 10_000, items });
const nullable = { type: ["string", "null"] };
const requests = list({
  type: "object",
  properties: { dnsHostName: nullable, ipAddress: nullable, credentialId: guid },
});
const page = {
  type: "object",
  properties: { limit: { type: "string", pattern: "^([1-9]\\d?|1\\d\\d|200)$" }, after: { type: "string" } },
};
const headers = {
  type: "object",
  properties: { "idempotency-key": { type: "string", minLength: 1, maxLength: 255 } },
};
const credentials = {
  type: "object",
  required: ["Login", "Password"],
  properties: { Login: { type: "string" }, Password: { type: "string" } },
};

const statuses = {
  ...{ invalid: 400, "not-found": 404, conflict: 409 },
  ...{ "over quota": 429, unavailable: 503 },
} as const;

function answer<T>(reply: FastifyReply, outcome: Result<T>): FastifyReply {
  if (outcome.ok) return reply.send(outcome.value);
  const { kind, detail } = outcome.rejection;
  return problem(reply, statuses[kind], detail, kind === "invalid" ? outcome.rejection.errors : undefined);
}

function contextOf({ headers, id }: FastifyRequest): SchedulingContext {
  const key = headers["idempotency-key"];
  const caller = { subject: "foreign", name: "foreign", role: "App" };
  return { caller, requestId: id, ...(typeof key === "string" && { idempotencyKey: key }) };
}

const params = (name: string) => ({ type: "object", properties: { [name]: guid } });

/** The paths of the API, and a 405 for every other method of them. */
export function addRoutes(app: FastifyInstance, jobs: HostScanJobService): void {
  app.get<{ Querystring: { limit?: string; after?: string } }>(
    api,
    { schema: { querystring: page } },
    async (request, reply) => {
      const { limit = "50", after } = request.query;
      const page = { limit: Number(limit), ...(after !== undefined && { after }) };
      const found = await jobs.listJobs(page, contextOf(request));
      if (!found.ok) return answer(reply, found);
      const { next } = found.value;
      if (next !== undefined) reply.header("Link", `<${api}?limit=${limit}&after=${next}>; rel="next"`);
      return reply.send(found.value.jobs);
    },
  );
  app.post<{ Body: Parameters<HostScanJobService["createJob"]>[0] }>(
    api,
    { schema: { headers, body: requests } },
    async (request, reply) => answer(reply, await jobs.createJob(request.body, contextOf(request))),
  );
  app.get<{ Params: { id: string } }>(
    `${api}/:id`,
    { schema: { params: params("id") } },
    async (request, reply) => answer(reply, await jobs.getJob(request.params.id, contextOf(request))),
  );
  app.delete<{ Params: { id: string } }>(
    `${api}/:id`,
    { schema: { params: params("id") } },
    async (request, reply) => {
      const done = await jobs.cancelJob(request.params.id, contextOf(request));
      return done.ok ? reply.code(202).send() : answer(reply, done);
    },
  );
  app.get<{ Params: { hostId: string } }>(
    `${api}/ByHostId/:hostId`,
    { schema: { params: params("hostId") } },
    async (request, reply) =>
      answer(reply, await jobs.latestJobForHost(request.params.hostId, contextOf(request))),
  );
  app.post<{ Params: { hostId: string } }>(
    `${api}/ByHostId/:hostId`,
    { schema: { headers, params: params("hostId") } },
    async (request, reply) => answer(reply, await jobs.scanHost(request.params.hostId, contextOf(request))),
  );
  app.post<{ Body: string[] }>(
    `${api}/ByHostIdMultiple`,
    { schema: { headers, body: list(guid) } },
    async (request, reply) => answer(reply, await jobs.scanHosts(request.body, contextOf(request))),
  );
  app.post<{ Body: Parameters<HostScanJobService["validateImportedCsv"]>[0] }>(
    `${api}/ValidateImportedCSV`,
    { schema: { body: requests } },
    async (request, reply) => answer(reply, await jobs.validateImportedCsv(request.body, contextOf(request))),
  );
  app.post<{ Params: { credentialId: string }; Body: string[] }>(
    `${api}/OuMapping/:credentialId`,
    { schema: { headers, params: params("credentialId"), body: list({ type: "string", minLength: 1 }) } },
    async (request, reply) => {
      const { credentialId } = request.params;
      return answer(reply, await jobs.scanOrganizationalUnit(credentialId, request.body, contextOf(request)));
    },
  );
  app.addHook("onRequest", async ({ headers }, reply) => {
    if (headers.origin !== undefined) return problem(reply, 403, "A page of another site called.");
  });
  app.post(
    "/signinBody",
    { schema: { body: credentials }, config: { open: true } },
    async (_request, reply) => unauthorized(reply),
  );
  for (const path of ["/signin2fa", "/sigin2fa"]) {
    app.post(path, { config: { open: true } }, async (_request, reply) => unauthorized(reply));
  }
  refuseOthers(app);
}

const all = ["GET", "POST", "PUT", "DELETE", "PATCH"] as const;

function refuseOthers(app: FastifyInstance): void {
  const paths = [api, `${api}/:id`, `${api}/ByHostId/:hostId`, `${api}/ByHostIdMultiple`];
  const rest = [
    `${api}/ValidateImportedCSV`,
    `${api}/OuMapping/:credentialId`,
    "/signinBody",
    "/signin2fa",
    "/sigin2fa",
  ];
  for (const url of [...paths, ...rest]) {
    const here = all.filter((method) => app.hasRoute({ method, url }));
    const others = all.filter((method) => !here.includes(method));
    app.route({
      method: others,
      url,
      config: { allow: here.join(", ") },
      handler: async () => "",
    });
  }
}
