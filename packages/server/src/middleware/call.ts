import type { Caller } from "@hostscan/core";
import type { Context, MiddlewareHandler } from "hono";
import type { Logger } from "pino";
import { PRIVATE_HEADERS, withLength } from "../answer.ts";
import { answerProblem } from "../problem.ts";
import type { ClientAddress } from "./client-address.ts";
import { describeError } from "./describe-error.ts";

/** A call that has come in. */
export interface BegunCall {
  readonly method: string;
  /** The operation's id in the contract, or the path of a document; undefined where nothing takes the call. */
  readonly operation: string | undefined;
  /** Path as the contract writes it, with its parameters in braces; undefined where no path matched. */
  readonly route: string | undefined;
  /** The headers of W3C Trace Context, as they came. */
  readonly traceParent: string | undefined;
  readonly traceState: string | undefined;
}

/** What came of a call. */
export interface AnsweredCall {
  readonly status: number;
  /** From its coming in to its answer; sending it is not counted. */
  readonly seconds: number;
}

/** Follows one call. */
export interface ObservedCall {
  /** W3C `traceparent` of the call's own span, which is handed on to the port; absent where it is not traced. */
  readonly traceParent?: string;
  end(answer: AnsweredCall): void;
}

/** The port for whoever measures or traces calls. It must not throw, and be quick: it is called within every call. */
export interface CallObserver {
  begin(call: BegunCall): ObservedCall;
}

/** Where the server logs: pino's own logger, or anything that has these two methods of it. */
export type RequestLogger = Pick<Logger, "info" | "error">;

/** Who hears of every call. */
export interface CallWatchers {
  readonly logger?: RequestLogger | undefined;
  readonly observer?: CallObserver | undefined;
  /** Tells where a call comes from, for its line in the log. */
  readonly addressOf: ClientAddress;
}

/** What takes a call. */
export interface CallPlace {
  /** Path as the contract writes it, with its parameters in braces. */
  readonly route: string;
  /** The operation's id in the contract, or the path of a document. */
  readonly operation: string;
}

/** What is known of every call. */
export interface CallEnv {
  Variables: {
    requestId: string;
    /** W3C `traceparent` of the call, where it is traced. */
    traceParent: string | undefined;
    /** Known once the caller's token has been verified. */
    caller?: Caller;
  };
}

/** Makes the middleware of calls that a place takes, or none. */
export type WatchCalls = (place?: CallPlace) => MiddlewareHandler<CallEnv>;

const ACCEPTED = /^[\w.-]{1,128}$/;

/**
 * The id of a call: the caller's own `X-Request-Id` if it is 1 to 128 of `A-Z a-z 0-9 . _ -`, else a new UUID.
 * What is accepted is safe to echo in a header and to write to a log.
 */
export function requestIdOf(header: string | undefined): string {
  return header !== undefined && ACCEPTED.test(header) ? header : crypto.randomUUID();
}

/**
 * The first middleware of every route: gives the call its id and the answer its guards, and tells of the call once it is
 * answered.
 */
export function watchCalls({ logger, observer, addressOf }: CallWatchers): WatchCalls {
  return (place) => async (c, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(c.req.header("X-Request-Id"));
    // Now: a caller who hangs up meanwhile has none any more.
    const address = addressOf(c);
    const observed = observer?.begin({
      method: c.req.method,
      operation: place?.operation,
      route: place?.route,
      traceParent: c.req.header("traceparent"),
      traceState: c.req.header("tracestate"),
    });
    c.set("requestId", requestId);
    c.set("traceParent", observed?.traceParent);
    for (const name in PRIVATE_HEADERS) c.header(name, PRIVATE_HEADERS[name]);
    c.header("X-Request-Id", requestId);
    // Hono answers what is thrown if it is an Error, and leaves it in `c.error`.
    const failure = await next().then(
      () => c.error,
      (thrown: unknown) => {
        c.res = answerFailure(thrown, c);
        return thrown;
      },
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    if (logger) logCall(logger, c, { route: place?.route, address, seconds, failure });
    observed?.end({ status: c.res.status, seconds });
    if (c.req.method === "HEAD") c.res = await withLength(c, c.res);
  };
}

/** Answers a call that failed with a 500 that tells nothing of its cause; the cause is in the log, under the request id. */
export function answerFailure(_error: unknown, c: Context): Response {
  return answerProblem(c, { kind: "internal", detail: "The call failed inside the service." });
}

/**
 * Writes the one line of a call. It holds who called what from where, and what came of it; never a header, a query or a body,
 * as tokens and names of the caller's hosts may be in them.
 */
function logCall(
  logger: RequestLogger,
  c: Context<CallEnv>,
  told: {
    readonly route: string | undefined;
    readonly address: string;
    readonly seconds: number;
    readonly failure: unknown;
  },
): void {
  const { route, address, seconds, failure } = told;
  const line = {
    requestId: c.get("requestId"),
    method: c.req.method,
    route,
    path: c.req.path,
    status: c.res.status,
    ms: Math.round(seconds * 1_000_000) / 1_000,
    subject: c.get("caller")?.subject,
    address,
  };
  if (failure === undefined) logger.info(line, "call");
  else logger.error({ ...line, error: describeError(failure) }, "call failed");
}
