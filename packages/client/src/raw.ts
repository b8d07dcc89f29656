import type { paths } from "@hostscan/contract";
import type { Call } from "./call.ts";
import { HostScanProblem, toProblem } from "./errors.ts";
import type { CallOptions, SchedulingOptions } from "./options.ts";
import type { CallInit } from "./request.ts";

type Verb = "get" | "post" | "delete";

/** The contract's paths that have an operation of this method. */
export type PathWith<V extends Verb> = {
  [P in keyof paths]: paths[P] extends Record<V, object> ? P : never;
}[keyof paths];

type OperationAt<P extends keyof paths, V extends Verb> =
  paths[P] extends Record<V, infer Operation> ? Operation : never;

/** What may be left out may be `undefined` as well. */
type Loose<Values> = {
  readonly [Name in keyof Values]: Partial<Pick<Values, Name>> extends Pick<Values, Name>
    ? Values[Name] | undefined
    : Values[Name];
};

type Parameters<Operation> = Operation extends { parameters: infer Given }
  ? Partial<Given> extends Given
    ? { readonly params?: { readonly [Place in keyof Given]: Loose<Given[Place]> } }
    : { readonly params: { readonly [Place in keyof Given]: Loose<Given[Place]> } }
  : unknown;

type Body<Operation> = Operation extends {
  requestBody: { content: { "application/json": infer Content } };
}
  ? { readonly body: Readonly<Content> }
  : unknown;

/** A call that takes an `Idempotency-Key` takes it as an option, too. */
type Options<Operation> = Operation extends { parameters: { header?: { "Idempotency-Key"?: infer Key } } }
  ? unknown extends Key
    ? CallOptions
    : SchedulingOptions
  : CallOptions;

/** What a call takes: parameters, body and {@link CallOptions}. */
export type RawInit<Operation> = Options<Operation> & Parameters<Operation> & Body<Operation>;

type Given<Init> = Partial<Init> extends Init ? [init?: Init] : [init: Init];

interface Answer<Status, Data, Problem> {
  readonly status: Status;
  /** The body of a success, as it came: names of statuses are not turned into numbers. */
  readonly data: Data;
  /** The problem document of a refusal. */
  readonly error: Problem;
  readonly response: Response;
  /** The body, as it came. */
  readonly text: string;
}

type AnswerOf<Status, Declared> = Declared extends { content: { "application/json": infer Data } }
  ? Answer<Status, Data, undefined>
  : Declared extends { content: { "application/problem+json": infer Problem } }
    ? Answer<Status, undefined, Problem>
    : Answer<Status, undefined, undefined>;

/** Each status that the contract declares for an operation, as a union to be told apart by `status`. */
export type RawAnswer<Operation> = Operation extends { responses: infer Declared }
  ? { [Status in keyof Declared]: AnswerOf<Status, Declared[Status]> }[keyof Declared]
  : never;

type RawCall<V extends Verb> = <P extends PathWith<V>>(
  path: P,
  ...init: Given<RawInit<OperationAt<P, V>>>
) => Promise<RawAnswer<OperationAt<P, V>>>;

/**
 * The operations by method and path. A refusal is a value, not an error; all else is as with the client's methods:
 * tokens, attempts, time limit, and what is thrown.
 */
export interface RawClient {
  readonly GET: RawCall<"get">;
  readonly POST: RawCall<"post">;
  readonly DELETE: RawCall<"delete">;
}

/** @throws {HostScanProblem} where an answer that should have a body has none, or one that is no JSON */
export function createRaw(call: Call): RawClient {
  function by<V extends Verb>(method: string): RawCall<V> {
    function send<P extends PathWith<V>>(
      path: P,
      ...init: Given<RawInit<OperationAt<P, V>>>
    ): Promise<RawAnswer<OperationAt<P, V>>>;
    async function send(path: string, init?: CallInit): Promise<unknown> {
      const { response, text, body } = await call(method, path, init);
      const { ok, status } = response;
      // A cancellation has no body to be read, by whichever success it is answered.
      if (ok && body === undefined && method !== "DELETE") throw new HostScanProblem(response, text);
      const data = ok ? body : undefined;
      return { status, data, error: ok ? undefined : toProblem(response, text), response, text };
    }
    return send;
  }
  return { GET: by("GET"), POST: by("POST"), DELETE: by("DELETE") };
}
