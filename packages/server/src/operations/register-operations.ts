import type { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import { answerCall, type CallWatchers } from "../request/answer-call.ts";
import type { Handlers, JobHandlers, JobOperationId, OperationId } from "./operation.ts";
import { type OperationServices, serveOperation } from "./serve-operation.ts";
import { type SignInServices, serveSignIn } from "./serve-sign-in.ts";
import type { SignInHandlers, SignInOperationId } from "./sign-in-operation.ts";

/**
 * Registers every operation of the contract with its handler; the only way an operation gets into the app.
 *
 * Requests do not run
 * through `app.openapi(route, handler)`: it validates before anything else, one middleware for each part of a request,
 * and leaves malformed JSON and wrong content types to `onError`.
 */
export function registerOperations(
  app: OpenAPIHono,
  handlers: Handlers,
  services: OperationServices & SignInServices,
  watchers: CallWatchers,
): void {
  const jobHandlers: JobHandlers = handlers;
  const signInHandlers: SignInHandlers = handlers;
  const serveJobs = <Id extends JobOperationId>(id: Id) =>
    serveOperation(routes[id], jobHandlers[id], services);
  const serveStep = <Id extends SignInOperationId>(id: Id) =>
    serveSignIn(routes[id], signInHandlers[id], services);

  function register(id: OperationId): void {
    const { method, path } = routes[id];
    const respond = isSignIn(id) ? serveStep(id) : serveJobs(id);
    app.on(
      method,
      routes[id].getRoutingPath(),
      answerCall(watchers, { route: path, operation: id }, respond),
    );
  }

  for (const id of Object.keys(routes).filter(isOperation)) register(id);
}

const isOperation = (id: string): id is OperationId => id in routes;

const isSignIn = (id: OperationId): id is SignInOperationId =>
  !routes[id].security.some((scheme) => "Bearer" in scheme);
