import type { FastifyReply } from "fastify";

/** Answers with a problem document. */
export function problem(
  reply: FastifyReply,
  status: number,
  detail: string,
  errors?: readonly object[],
): FastifyReply {
  const body = { status, title: "Problem", detail, ...(errors && { errors }) };
  return reply.code(status).type("application/problem+json").send(JSON.stringify(body));
}

/** Answers that the caller is not known. */
export function unauthorized(reply: FastifyReply): FastifyReply {
  return problem(reply.header("WWW-Authenticate", "Bearer"), 401, "Who calls?");
}
