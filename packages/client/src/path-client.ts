import { type FailedCall, HostScanNetworkError, HostScanProblem, HostScanRequestError } from "./errors.ts";
import { textOf, toResponse } from "./fetch/answer.ts";
import { createExchange } from "./fetch/exchange.ts";
import { checkKey, idempotencyKeys, keyHeader, requestIdHeader, requestIds } from "./fetch/middlewares.ts";
import type { Fetch } from "./fetch/options.ts";
import { pathOf, recordingRequest } from "./fetch/request-body.ts";
import { createGuards, type Guards } from "./guards.ts";
import { jsonOf, parseJson } from "./json.ts";
import { reasonOf } from "./limit.ts";
import { createCore, type HttpMethod, type PathClient, type PathInit } from "./openapi-fetch.ts";
import type { HostScanClientOptions } from "./options.ts";
import { type Problem, toProblem } from "./problem.ts";
import { checkBaseUrl, checkHeaders, fillPath, serializeBody } from "./request-check.ts";

/** What a call gave: a refusal is a value. */
export interface CallAnswer {
  readonly data?: unknown;
  readonly error?: Problem;
  readonly response: Response;
  /** The body, as it came. */
  readonly text: string;
  /** Which call it is the answer of. */
  readonly asked: FailedCall;
}

/** What a call is made with: what openapi-fetch takes, and our own. */
export interface CallInit extends PathInit {
  readonly timeoutMs?: number | undefined;
  readonly retries?: number | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Carries out a call of a path template. */
export type Call = (method: HttpMethod, path: string, init?: CallInit) => Promise<CallAnswer>;

/** openapi-fetch's client, but all that it throws is ours; and the call underneath it. */
export function createPathClient(options: HostScanClientOptions): { client: PathClient; call: Call } {
  checkBaseUrl(options?.baseUrl);
  checkHeaders(options.headers);
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const { sending, passed } = partition(options);
  const exchange = createExchange({ ...sending, baseUrl });
  const guards = createGuards();
  const core = createCore({
    pathSerializer: fillPath,
    bodySerializer: serializeBody,
    ...passed,
    ...serializersOf(options, guards),
    baseUrl,
    Request: recordingRequest(options.Request ?? globalThis.Request),
  });
  const { request } = core;
  const judge = options.validate && guards.own(options.validate);
  if (options.requestIds ?? true) core.use(guards.around(requestIds()));
  if (options.idempotencyKeys ?? true) core.use(guards.around(idempotencyKeys()));

  const call: Call = async (method, path, init = {}) => {
    const { timeoutMs, retries, idempotencyKey, parseAs = "json", params, ...rest } = init;
    const { signal } = init;
    const named = { method: method.toUpperCase(), path };
    if (signal?.aborted) throw reasonOf(signal);
    if (init["baseUrl"] !== undefined) checkBaseUrl(init["baseUrl"]);
    checkHeaders(init.headers, named);
    checkHeaders(params?.header, named);
    const key = { [keyHeader]: idempotencyKey ?? undefined };
    if (key[keyHeader] !== undefined) checkKey(idempotencyKey, named);
    let sent: Request | undefined;
    const fetch: Fetch = async (request, ext) => {
      sent = request;
      try {
        return toResponse(await exchange(request, ext, { fetch: init.fetch, timeoutMs, retries, signal }));
      } catch (error) {
        throw guards.pass(error);
      }
    };
    try {
      const answer = await request(method, path, {
        ...rest,
        ...serializersOf(init, guards),
        params: { ...params, header: { ...params?.header, ...key } },
        // Our own reading tells what is no JSON, with its text.
        parseAs: parseAs === "json" ? "text" : parseAs,
        middleware: (init.middleware ?? []).map(guards.around),
        fetch,
      });
      const { response } = answer;
      const { error } = answer;
      const text =
        textOf(response) ?? (typeof error === "string" ? error : (jsonOf(error) ?? `${answer.data ?? ""}`));
      const requestId = sent?.headers.get(requestIdHeader) ?? undefined;
      const asked = { ...named, path: sent ? pathOf(sent.url) : path, requestId };
      if (!response.ok) return { error: toProblem(response, text), response, text, asked };
      if (parseAs !== "json") return { data: answer.data, response, text, asked };
      const data = text === "" ? undefined : parseJson(text);
      // A cancellation has no body to be read, by whichever success it is answered.
      if (data === undefined && method !== "delete" && method !== "head")
        throw guards.pass(new HostScanProblem(response, text, asked));
      const errors = judge?.(named.method, path, data) ?? [];
      if (errors.length > 0) throw guards.pass(new HostScanProblem(response, text, { ...asked, errors }));
      return { data, response, text, asked };
    } catch (error) {
      if (guards.passes(error)) throw error;
      if (signal?.aborted) throw reasonOf(signal);
      // A middleware may have put an answer in place that cannot be read.
      if (sent) throw new HostScanNetworkError(error, named);
      throw new HostScanRequestError(`it cannot be made of what was given: ${error}`, named, error);
    }
  };

  const by = (method: HttpMethod) => async (path: string, init?: CallInit) => {
    const { data, error, response } = await call(method, path, init);
    return error === undefined ? { data, response } : { error, response };
  };
  const client = Object.assign(core, {
    request: (method: HttpMethod, path: string, init?: CallInit) => by(method)(path, init),
    ...{ GET: by("get"), PUT: by("put"), POST: by("post"), DELETE: by("delete") },
    ...{ OPTIONS: by("options"), HEAD: by("head"), PATCH: by("patch"), TRACE: by("trace") },
    use: guards.each(core.use),
    eject: guards.each(core.eject),
  });
  return { client, call };
}

/** What our own sending takes, and what is openapi-fetch's. */
function partition(options: HostScanClientOptions) {
  const { token, timeoutMs, retries, maxAnswerBytes, onRequest, onResponse, fetch, ...rest } = options;
  const { validate: _, idempotencyKeys: __, requestIds: ___, ...passed } = rest;
  return { sending: { token, timeoutMs, retries, maxAnswerBytes, onRequest, onResponse, fetch }, passed };
}

/** The caller's own serializers. */
function serializersOf(
  given: Pick<PathInit, "pathSerializer" | "bodySerializer" | "querySerializer">,
  { own }: Guards,
) {
  const { pathSerializer, bodySerializer, querySerializer } = given;
  return {
    ...(pathSerializer && { pathSerializer: own(pathSerializer) }),
    ...(bodySerializer && { bodySerializer: own(bodySerializer) }),
    ...(typeof querySerializer === "function" && { querySerializer: own(querySerializer) }),
  };
}
