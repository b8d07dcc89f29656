import { setTimeout as after } from "node:timers/promises";
import { openapiDocument } from "@hostscan/contract/document";
import { buildRequest } from "./call.ts";
import { BrokenRule, type Check, type CheckContext, given, type OperationId } from "./check.ts";
import { checksOf } from "./checks/index.ts";
import { identityOf } from "./document/identity.ts";
import type { Operation } from "./document/operations.ts";
import { DocumentError, type Node } from "./document/place.ts";
import type { Finding } from "./finding.ts";
import { findKnownJob } from "./known-job.ts";
import { exchange, type Fetch } from "./observer/exchange.ts";
import { createObserver } from "./observer/observer.ts";
import { withTimeLimit } from "./observer/time-limit.ts";
import { type CheckResult, type Report, reportOf } from "./report.ts";
import { metNeeds, reachedBy, type Target } from "./target.ts";

/** The longest wait that is waited for, in seconds, and how often. */
const LONGEST_SECONDS = 60;
const TIMES = 5;

/**
 * Wraps a `fetch` so that a caller over its limit of calls waits as long as it is told to, and calls again: a whole run
 * makes more calls in a minute than a server may allow.
 */
export function waitingForLimits(fetch: Fetch): Fetch {
  const send = async (request: Request, times: number): Promise<Response> => {
    const next = request.clone();
    const response = await fetch(request);
    const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
    if (response.status !== 429 || times === 0 || !(seconds >= 0 && seconds <= LONGEST_SECONDS))
      return response;
    await response.body?.cancel();
    await after(seconds * 1_000);
    return send(next, times - 1);
  };
  return (request) => send(request, TIMES);
}

/** Takes the first step for the target's user, and gives its token; undefined where there is no user, or no token. */
async function signInUser(target: Target, operation: Operation, fetch: Fetch): Promise<string | undefined> {
  if (!target.user) return undefined;
  const { login, password } = target.user;
  const request = buildRequest(target, operation, {}, { body: { Login: login, Password: password } });
  const { status, json } = await exchange(fetch, request);
  return status === 200 && typeof json === "string" ? json : undefined;
}

/** Longer than any declared answer takes: a cancellation, which takes the longest, waits for ten seconds. */
const TIMEOUT_MS = 60_000;

/** The conformance kit, set on one server. */
export interface Kit {
  readonly checks: readonly Check[];
  /** Runs a check, unless the target lacks what it needs. Never rejects: whatever goes wrong is a finding. */
  run(check: Check): Promise<CheckResult>;
  /** What has come of the checks run so far. */
  report(): Report;
}

/**
 * Sets the kit on a server.
 *
 * @param document bundled OpenAPI 3.1 document to hold it against; the contract's own where absent
 * @throws when the server cannot be reached at all
 */
export async function createKit(target: Target, document: Node = { ...openapiDocument }): Promise<Kit> {
  const observer = createObserver(document, target.baseUrl);
  const checks = checksOf(observer.operations);
  const results = new Map<Check, CheckResult>();
  const send: Fetch = target.fetch ?? ((request) => globalThis.fetch(request));
  const fetch = withTimeLimit(send, target.timeoutMs ?? TIMEOUT_MS);
  const patient = waitingForLimits(fetch);
  const byId = new Map<string, Operation>(observer.operations.map((known) => [known.operationId, known]));
  const meant = (operation: Operation | OperationId): Operation => {
    const found = typeof operation === "string" ? byId.get(operation) : operation;
    if (found === undefined) throw new DocumentError(`no operation ${operation}`);
    return found;
  };
  const job = await findKnownJob(target, meant, patient);
  const firstStepToken = await signInUser(target, meant("SigninBody"), patient);
  const met = metNeeds(target, job);
  const tokens = { Bearer: target.tokens.app, Admin: target.tokens.admin, FirstStep: firstStepToken };

  const calls = new Map<Operation, number>();

  const call: CheckContext["call"] = async (operation, variation, through = patient) => {
    const known = meant(operation);
    // Every other call of an operation leaves it to the server to name it.
    const times = calls.get(known) ?? 0;
    calls.set(known, times + 1);
    const request = buildRequest(target, known, tokens, { unnamed: times % 2 === 1, ...variation });
    const seen = await observer.send(through, request);
    return { ...seen, cell: { operationId: known.operationId, status: seen.status } };
  };

  const context: CheckContext = {
    target,
    operations: observer.operations,
    firstStepToken,
    run: crypto.randomUUID().slice(0, 8),
    known: () => given(job, "known job", "no job is listed, and none could be scheduled of what is lent"),
    call,
    async expect(operation, status, variation, through) {
      const wanted = [status].flat();
      const seen = await call(operation, variation, through ?? (wanted.includes(429) ? fetch : patient));
      if (wanted.includes(seen.status)) return seen;
      throw new BrokenRule({ ...seen.cell, where: "status", message: `should be ${wanted.join(" or ")}` });
    },
  };

  const run: Kit["run"] = async (check) => {
    const missing = check.needs.filter((need) => !met.has(need));
    const before = observer.findings.length;
    const broken = missing.length > 0 ? [] : await brokenRules(check, context);
    const result = { check, missing, findings: [...observer.findings.slice(before), ...broken] };
    results.set(check, result);
    return result;
  };

  const subject = { document: identityOf(document), reached: reachedBy(target) };
  const { operations, coverage, judged } = observer;
  return { checks, run, report: () => reportOf(subject, operations, coverage, judged, checks, results) };
}

/**
 * Runs the checks, one after the other.
 *
 * @param only texts, of which a check must have one in its name, or be of the promise of that id; all checks where absent
 * @throws when the server cannot be reached at all, or no check is meant
 */
export async function runKit(target: Target, only?: readonly string[]): Promise<Report> {
  const kit = await createKit(target);
  const isMeant = ({ name, promises }: Check) =>
    only === undefined || only.some((text) => name.includes(text) || promises.some((id) => id === text));
  const meant = kit.checks.filter(isMeant);
  if (meant.length === 0) throw new Error(`no check is of ${only?.join(", ")}`);
  for (const check of meant) await kit.run(check);
  return kit.report();
}

async function brokenRules(check: Check, context: CheckContext): Promise<Finding[]> {
  try {
    await check.run(context);
    return [];
  } catch (error) {
    if (error instanceof BrokenRule) return [error.finding];
    return [{ operationId: "-", status: 0, where: check.name, message: String(error) }];
  }
}
