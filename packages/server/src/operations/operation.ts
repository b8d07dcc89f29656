import type { operations } from "@hostscan/contract";
import type { routes } from "@hostscan/contract/routes";
import type { Caller, HostScanJobService, Rejection } from "@hostscan/core";
import type { z } from "zod";
import type { SignInHandlers, SignInOperationId } from "./sign-in-operation.ts";

/** The operations of the contract. */
export type OperationId = keyof typeof routes;

/** The contract's route of an operation. */
export type RouteOf<Id extends OperationId> = (typeof routes)[Id];

type Parsed<Request, Part extends string> =
  Request extends Readonly<Record<Part, infer Schema extends z.ZodType>>
    ? { readonly [P in Part]: z.output<Schema> }
    : object;

/** A body is the same under each media type that it may have. */
type ParsedBody<Request> = Request extends {
  body: { content: { "application/json": { schema: infer Schema } } };
}
  ? Parsed<{ readonly body: Schema }, "body">
  : object;

type RequestOf<Route> = Route extends { request: infer Request } ? Request : object;

/** What the contract's schemas made of a request: `params`, `query`, `headers` and `body`, as far as it has them. */
export type Input<Route> = Parsed<RequestOf<Route>, "params"> &
  Parsed<RequestOf<Route>, "query"> &
  Parsed<RequestOf<Route>, "headers"> &
  ParsedBody<RequestOf<Route>>;

/** A request that passed every check on its way to a handler. */
export type OperationCall<Id extends OperationId> = Input<RouteOf<Id>> & {
  readonly caller: Caller;
  readonly requestId: string;
  /** W3C `traceparent` of the call, where it is traced. */
  readonly traceParent: string | undefined;
};

type AnswerOf<Status, Response> = Response extends { content: { "application/json": infer Body } }
  ? {
      readonly status: Status;
      readonly body: Readonly<Body>;
      readonly headers?: Readonly<Record<string, string>>;
    }
  : Response extends { content?: never }
    ? { readonly status: Status; readonly body?: never }
    : never;

type AnswersOf<Responses> = {
  [Status in keyof Responses & number]: AnswerOf<Status, Responses[Status]>;
}[keyof Responses & number];

/** What the contract lets an operation answer, apart from problems: a declared status with its body. */
export type Answer<Id extends OperationId> = AnswersOf<operations[Id]["responses"]>;

/** Any operation's answer. */
export interface AnyAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the port rejected; it is answered as a problem. */
export interface Rejected {
  readonly rejection: Rejection;
}

/** The operations that a caller with a role makes. */
export type JobOperationId = Exclude<OperationId, SignInOperationId>;

/** Carries out an operation: HTTP in, one call of the port, HTTP out. */
export type Handler<Id extends OperationId> = (
  call: OperationCall<Id>,
  jobs: HostScanJobService,
) => Promise<Answer<Id> | Rejected>;

/** A handler for every operation that a caller with a role makes. */
export type JobHandlers = { readonly [Id in JobOperationId]: Handler<Id> };

/** A handler for every operation of the contract, and for nothing else. */
export interface Handlers extends JobHandlers, SignInHandlers {}
