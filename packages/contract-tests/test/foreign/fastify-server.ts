import fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from "fastify";
import { createInMemoryJobs, credentialId } from "../in-memory-jobs.ts";
import { problem, unauthorized } from "./problems.ts";
import { addRoutes } from "./routes.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Of the methods that a path does not have: those it has. */
    readonly allow?: string;
    /** Whoever calls is let in. */
    readonly open?: true;
  }
}

/** Changes an answer before it is sent. */
export type Fault = (request: FastifyRequest, reply: FastifyReply, body: string) => string | undefined;

/** A server that is not ours (fixture): Fastify, with its own routing, validation and errors. */
export interface ForeignServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly hosts: readonly [string, string];
  readonly credentialId: string;
  /** Has a fault from now on, or none. */
  tamper(fault: Fault | undefined): void;
}

const roles = new Map([
  ["foreign-token", "App"],
  ["foreign-guest", "Guest"],
]);

/** Starts it on a free port. */
export async function startForeignServer(): Promise<ForeignServer> {
  let present: Fault | undefined;
  const jobs = createInMemoryJobs();
  const app = fastify({
    // Above the API's limit, so that a body over that is read to its end before it is refused.
    bodyLimit: 20_000_000,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: false },
    ajv: { customOptions: { coerceTypes: false, allErrors: false, strictTypes: false } },
    genReqId({ headers: { "x-request-id": sent } }) {
      return typeof sent === "string" && /^[\w.-]{1,128}$/.test(sent) ? sent : crypto.randomUUID();
    },
  });

  app.addHook("onRequest", async (request, reply) => {
    reply.header("X-Request-Id", request.id);
    const { url, config } = request.routeOptions;
    if (url === undefined) return;
    const { allow, open } = config;
    if (allow !== undefined) {
      reply.header("Allow", allow);
      return problem(reply, 405, "This is no method of the path.");
    }
    if (open) return;
    const role = roles.get(request.headers.authorization?.replace(/^Bearer /, "") ?? "");
    if (role === undefined) return unauthorized(reply);
    if (role !== "App") return problem(reply, 403, "The role is not admitted.");
  });
  app.addHook("preValidation", async ({ headers }, reply) => {
    if (Number(headers["content-length"]) > 10_000_000) return problem(reply, 413, "The body is too large.");
  });
  app.addHook<unknown>("onSend", async (request, reply, body) =>
    present && typeof body === "string" ? (present(request, reply, body) ?? body) : body,
  );
  app.setErrorHandler((error: FastifyError, _request, reply) =>
    problem(reply, error.statusCode ?? 500, error.message, [
      { path: error.validation?.[0]?.instancePath ?? "", message: error.message },
    ]),
  );
  app.setNotFoundHandler((_request, reply) => problem(reply, 404, "There is no such path."));
  addRoutes(app, jobs);
  const baseUrl = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    baseUrl,
    hosts: jobs.hostIds,
    credentialId,
    tamper(fault) {
      present = fault;
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}
