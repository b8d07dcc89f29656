import jwt from "@fastify/jwt";
import { PRIVATE_HEADERS } from "@hostscan/server";
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import { path, secret } from "../call.ts";
import { scanHosts } from "../jobs.ts";
import { createLogger, report } from "./listen.ts";

/**
 * What the contract says of the operation, as Fastify wants it: written so that neither Ajv nor fast-json-stringify
 * has to try alternatives.
 */
const guid = { type: "string", format: "uuid" } as const;
const text = { type: "string", nullable: true } as const;
const enumeration = { type: "integer", nullable: true } as const;

const host = {
  type: "object",
  properties: {
    hostScanHostId: guid,
    hostId: { ...guid, nullable: true },
    name: text,
    dnsHostName: text,
    os: text,
    ipAddress: text,
    version: text,
    status: enumeration,
    statusDescription: text,
    failureReason: enumeration,
  },
} as const;

const job = {
  type: "object",
  properties: {
    id: guid,
    status: enumeration,
    statusDescription: text,
    hostScanHostStatus: { type: "array", nullable: true, items: host },
  },
} as const;

const scanHostsSchema = {
  headers: {
    type: "object",
    properties: {
      "idempotency-key": { type: "string", minLength: 1, maxLength: 255, pattern: "^[!-~]+$" },
    },
  },
  body: { type: "array", minItems: 1, maxItems: 10_000, items: guid },
  response: { 200: { type: "array", items: job } },
} as const;

interface Claims {
  readonly sub: string;
  readonly name: string;
  readonly role: string;
}

/** The peer: the same path as the server's, in the way its own documentation recommends. */
const app = fastify({
  loggerInstance: createLogger(),
  logController: new LogController({ disableRequestLogging: true }),
  bodyLimit: 10_000_000,
  requestIdHeader: "x-request-id",
  genReqId: () => crypto.randomUUID(),
});

// The key of the cache is a hash of the token unless it is told otherwise; the token itself is faster.
await app.register(jwt, {
  secret: Buffer.from(secret),
  verify: { cache: 10_000, cacheTTL: 5_000, cacheKeyBuilder: (token: string) => token },
});

app.addHook("onRequest", async (request, reply) => {
  reply.headers({ ...PRIVATE_HEADERS, "X-Request-Id": request.id });
  const { role } = await request.jwtVerify<Claims>();
  if (role !== "Admin" && role !== "App") return problem(request, reply, 403, "forbidden", "Forbidden");
});

app.addHook("onResponse", async (request, reply) => {
  const user = request.user;
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url,
      path: request.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 1000) / 1000,
      subject: typeof user === "object" && "sub" in user ? user.sub : undefined,
    },
    "call",
  );
});

app.setErrorHandler((error: FastifyError, request, reply) => {
  const status = error.statusCode ?? 500;
  const errors = error.validation?.map(({ instancePath, message }) => ({ path: instancePath, message }));
  return problem(
    request,
    reply,
    status,
    "validation",
    status < 500 ? error.message : "The call failed.",
    errors,
  );
});

function problem(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  kind: string,
  detail: string,
  errors?: readonly object[],
): FastifyReply {
  const type = `urn:hostscan:problem:${kind}`;
  const instance = `urn:uuid:${request.id}`;
  return reply.code(status).type("application/problem+json").send({ type, status, detail, instance, errors });
}

app.post<{ Body: string[] }>(path, { schema: scanHostsSchema }, async (request) => scanHosts(request.body));

await app.listen({ port: 0, host: "127.0.0.1" });
report(app.server.address());
