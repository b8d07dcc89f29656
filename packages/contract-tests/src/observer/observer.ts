import { type Operation, operationsOf } from "../document/operations.ts";
import { below, eachBelow, type Node, type Place } from "../document/place.ts";
import type { Finding } from "../finding.ts";
import type { PromiseId } from "../promise.ts";
import { type Coverage, createCoverage } from "./coverage.ts";
import { type Exchange, exchange, type Fetch } from "./exchange.ts";
import { type Flaw, headerFlaws } from "./headers.ts";
import { promiseFlaws } from "./promises.ts";
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
  if (exchange.json === undefined) return [{ where: "body", message: "is not JSON" }];
  const schema = below(document, media, "schema");
  const mismatches = schema ? validator.mismatches(schema, exchange.json) : [];
  return mismatches.map(({ pointer, message }) => ({ where: `body ${pointer}`.trim(), message }));
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

  const flaws = (operation: Operation, siblings: readonly Operation[], seen: Exchange): readonly Flaw[] => {
    const response = operation.responses.get(seen.status);
    if (response === undefined) return [{ where: "status", message: "is not declared" }];
    coverage.add({ operationId: operation.operationId, status: seen.status });
    return [
      ...bodyFlaws(document, validator, response, seen),
      ...headerFlaws(document, validator, response, seen, siblings),
      ...promiseFlaws(operation.operationId, seen, judged),
    ];
  };

  const observe = (seen: Exchange): void => {
    const siblings = operationsAt(operations, basePath, seen.url);
    const meant = siblings.filter(({ method }) => method === seen.method);
    for (const operation of meant.length > 0 ? meant : siblings) {
      const found =
        meant.length === 0 && seen.status !== 405
          ? [{ where: "status", message: `${seen.method} is not declared, so that it should get 405` }]
          : flaws(operation, siblings, seen);
      const { operationId } = operation;
      findings.push(...found.map((flaw) => ({ operationId, status: seen.status, ...flaw })));
    }
  };

  const send = async (fetch: Fetch, request: Request): Promise<Exchange> => {
    const seen = await exchange(fetch, request);
    observe(seen);
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
