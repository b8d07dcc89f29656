import { type Operation, operationsOf } from "../document/operations.ts";
import { below, eachBelow, type Node, type Place } from "../document/place.ts";
import type { Finding } from "../finding.ts";
import type { PromiseId } from "../promise.ts";
import { type Coverage, createCoverage } from "./coverage.ts";
import { type Exchange, exchange, type Fetch } from "./exchange.ts";
import { type Flaw, headerFlaws } from "./headers.ts";
import { createHistory, type Moment } from "./history.ts";
import { createJudge, judgeAnswer } from "./promises.ts";
import { createValidator, type Validator } from "./validator.ts";

/** The operations of the path that a URL means; a path without parameters goes before one with (OpenAPI 3.1, 4.8.8.2). */
export function operationsAt(operations: readonly Operation[], basePath: string, url: URL): Operation[] {
  const prefix = basePath.replace(/\/$/, "");
  const candidates = operations
    .filter(({ path }) => fits(`${prefix}${path}`, url.pathname))
    .sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  return candidates.filter(({ path }) => path === candidates[0]?.path);
}

function fits(template: string, pathname: string): boolean {
  const expected = template.split("/");
  const actual = pathname.split("/");
  return (
    expected.length === actual.length &&
    expected.every((segment, i) => (segment.startsWith("{") ? actual[i] !== "" : segment === actual[i]))
  );
}

/** Checks content type and body of an answer; one that is declared without content must have neither. */
function bodyFlaws(document: Node, validator: Validator, response: Place, exchange: Exchange): Flaw[] {
  const content = eachBelow(document, below(document, response, "content"));
  if (content.size === 0) {
    return exchange.text === "" ? [] : [{ where: "body", message: "there is one, but none is declared" }];
  }
  const contentType = exchange.headers.get("Content-Type");
  const essence = contentType?.split(";")[0]?.trim().toLowerCase();
  const media = content.get(essence ?? "");
  if (media === undefined) {
    const declared = [...content.keys()].join(" or ");
    return [{ where: "content-type", message: `is ${contentType ?? "missing"}, not ${declared}` }];
  }
  const body = /[/+]json$/.test(essence ?? "") ? exchange.json : exchange.text;
  if (body === undefined) return [{ where: "body", message: "is not JSON" }];
  const schema = below(document, media, "schema");
  const mismatches = schema ? validator.mismatches(schema, body) : [];
  return mismatches.map(({ pointer, message }) => ({ where: `body ${pointer}`.trim(), message }));
}

/** A method that a path does not have gets 405, but for `OPTIONS`, which may be told the methods that there are. */
function undeclaredFlaws({ method, status, headers }: Exchange, siblings: readonly Operation[]): Flaw[] {
  if (method !== "OPTIONS" || status >= 300)
    return [{ where: "status", message: `${method} is not declared, so that it should get 405` }];
  const offered = (headers.get("Allow") ?? "").split(",").map((each) => each.trim());
  const missing = siblings.filter((operation) => !offered.includes(operation.method));
  return [
    ...missing.map(({ method: one }) => ({ where: "header Allow", message: `does not name ${one}` })),
    ...(headers.has("X-Request-Id") ? [] : [{ where: "header X-Request-Id", message: "is missing" }]),
  ];
}

/** Watches exchanges with a server, and holds each answer against the document. */
export interface Observer {
  readonly operations: readonly Operation[];
  readonly coverage: Coverage;
  /** What was found so far. */
  readonly findings: readonly Finding[];
  /** The promises that some answer was judged by. */
  readonly judged: ReadonlySet<PromiseId>;
  /** Sends a request and observes its answer. */
  send(fetch: Fetch, request: Request): Promise<Exchange>;
  /** Wraps a `fetch`, e.g. for a client, so that all its exchanges are observed. */
  wrap(fetch: Fetch): Fetch;
}

/**
 * Makes an observer of a server at `baseUrl` by a bundled OpenAPI 3.1 document.
 *
 * A call whose method its path does not have stands for the 405 of every operation of that path.
 */
export function createObserver(document: Node, baseUrl: string): Observer {
  const operations = operationsOf(document);
  const coverage = createCoverage(operations);
  const validator = createValidator(document);
  const basePath = new URL(baseUrl).pathname;
  const findings: Finding[] = [];
  const judged = new Set<PromiseId>();

  const judgeByHistory = createHistory();
  let moments = 0;

  const flaws = (operation: Operation, siblings: readonly Operation[], moment: Moment): readonly Flaw[] => {
    const { seen } = moment;
    const response = operation.responses.get(seen.status);
    if (response === undefined) return [{ where: "status", message: "is not declared" }];
    coverage.add({ operationId: operation.operationId, status: seen.status });
    const said = createJudge(judged);
    judgeAnswer(operation.operationId, seen, said.judge);
    judgeByHistory(moment, said.judge);
    return [
      ...bodyFlaws(document, validator, response, seen),
      ...headerFlaws(document, validator, response, seen, siblings),
      ...said.flaws,
    ];
  };

  const observe = (moment: Moment): void => {
    const { seen } = moment;
    const siblings = operationsAt(operations, basePath, seen.url);
    const meant = siblings.filter(({ method }) => method === seen.method);
    for (const operation of meant.length > 0 ? meant : siblings) {
      const found =
        meant.length > 0 || seen.status === 405
          ? flaws(operation, siblings, moment)
          : undeclaredFlaws(seen, siblings);
      const { operationId } = operation;
      findings.push(...found.map((flaw) => ({ operationId, status: seen.status, ...flaw })));
    }
  };

  const send = async (fetch: Fetch, request: Request): Promise<Exchange> => {
    moments += 1;
    const began = moments;
    const seen = await exchange(fetch, request);
    moments += 1;
    observe({ seen, began, ended: moments });
    return seen;
  };

  const wrap =
    (fetch: Fetch): Fetch =>
    async (request) => {
      const { status, headers, text } = await send(fetch, request);
      return new Response(text || null, { status, headers });
    };

  return { operations, coverage, findings, judged, send, wrap };
}
