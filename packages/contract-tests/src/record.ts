import { Ajv2020 } from "ajv/dist/2020.js";
import type { DocumentIdentity } from "./document/identity.ts";
import type { Finding } from "./finding.ts";
import type { Cell } from "./observer/coverage.ts";
import type { PromiseVerdict } from "./promise.ts";
import type { Report, Unobserved } from "./report.ts";
import type { Reached } from "./target.ts";

/** What came of a run, as it is kept for programs. Members are added to it, but neither removed nor renamed. */
export interface RunRecord {
  /** The document that the server was held against. */
  readonly document: DocumentIdentity;
  readonly reached: Reached;
  /** When the run ended (RFC 3339, UTC). */
  readonly at: string;
  readonly checks: readonly {
    readonly name: string;
    /** What the target lacks, so that the check was not run. */
    readonly missing: readonly string[];
    readonly findings: readonly Finding[];
  }[];
  /** Declared answers that were seen, and those that were not. */
  readonly observed: readonly Cell[];
  readonly unobserved: readonly Unobserved[];
  /** What came of each promise of the document; records of before have none. */
  readonly promises?: readonly PromiseVerdict[];
}

/** What was kept is no record of a run. */
export class RecordError extends Error {
  override readonly name = "RecordError";
}

/** The record of a run that has just ended. */
function recordOf({ document, reached, results, observed, unobserved, promises }: Report): RunRecord {
  const checks = results.map(({ check, missing, findings }) => ({ name: check.name, missing, findings }));
  return { document, reached, at: new Date().toISOString(), checks, observed, unobserved, promises };
}

/** The whole report for programs, as {@link readRecord} reads it. */
export function recordAsJson(report: Report): string {
  return `${JSON.stringify(recordOf(report), null, 2)}\n`;
}

const text = { type: "string" };
const list = (items: object) => ({ type: "array", items });
const object = (
  properties: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
) => ({
  type: "object",
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
});
const cell = { operationId: text, status: { type: "integer" } };

const verdict = { enum: ["kept", "broken", "not checked", "unseen"] satisfies PromiseVerdict["verdict"][] };
const promise = object({ id: text, verdict, said: list(object({ place: text, says: text })) }, { why: text });

const isRecord = new Ajv2020().compile<RunRecord>(
  object(
    {
      document: object({ version: text, sha256: text }),
      reached: { enum: ["function", "loopback", "network"] satisfies Reached[] },
      at: text,
      checks: list(
        object({
          name: text,
          missing: list(text),
          findings: list(object({ ...cell, where: text, message: text })),
        }),
      ),
      observed: list(object(cell)),
      unobserved: list(object({ ...cell, reason: text })),
    },
    { promises: list(promise) },
  ),
);

/** Reads a record as it was written; throws a {@link RecordError} on anything else. */
export function readRecord(json: string): RunRecord {
  try {
    const value: unknown = JSON.parse(json);
    if (isRecord(value)) return value;
  } catch (error) {
    throw new RecordError("a record is JSON, and this is not", { cause: error });
  }
  const [fault] = isRecord.errors ?? [];
  throw new RecordError(`no record of a run: ${fault?.instancePath} ${fault?.message}`);
}
