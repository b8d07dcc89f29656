import type { OpenAPIHono } from "@hono/zod-openapi";
import { operationTable, registerComponents, routes } from "@hostscan/contract/routes";
import { answerCall, type CallWatchers } from "../request/answer-call.ts";
import type { Handlers, OperationId } from "./operation.ts";
import { type OperationServices, serveOperation } from "./serve-operation.ts";

/**
 * Registers every operation of the contract with its handler; the only way an operation gets into the app.
 *
 * The generated routes go into the app's registry, from which it can write its OpenAPI document. Requests do not run
 * through `app.openapi(route, handler)`: it validates before anything else, one middleware for each part of a request,
 * and leaves malformed JSON and wrong content types to `onError`.
 */
export function registerOperations(
  app: OpenAPIHono,
  handlers: Handlers,
  services: OperationServices,
  watchers: CallWatchers,
): void {
  function register<Id extends OperationId>(id: Id): void {
    const definition = operationTable[id];
    app.openAPIRegistry.registerPath(routes[id]);
    const respond = serveOperation(definition, handlers[id], services);
    const place = { route: definition.path, operation: definition.operationId };
    app.on(definition.method, definition.routingPath, answerCall(watchers, place, respond));
  }

  registerComponents(app.openAPIRegistry);
  for (const { operationId } of Object.values(operationTable)) register(operationId);
}
