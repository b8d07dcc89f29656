import { expect, test } from "vitest";
import { type RunRecord, readRecord } from "./record.ts";

const record: RunRecord = {
  document: { version: "1.0.0", sha256: "00" },
  reached: "loopback",
  at: "2026-01-01T00:00:00.000Z",
  checks: [{ name: "Get answers", missing: [], findings: [] }],
  observed: [{ operationId: "Get", status: 200 }],
  unobserved: [{ operationId: "Get", status: 500, reason: "needs internal fault" }],
};

test("a record is read, also one that holds more than is known today", () => {
  const newer = { ...record, duration: 12 };
  expect(readRecord(JSON.stringify(newer))).toEqual(newer);
});

test.each([
  ["no JSON", "✓", "a record is JSON"],
  ["no object", "[]", "must be object"],
  ["a record without its document", JSON.stringify({ ...record, document: undefined }), "'document'"],
  [
    "a status that is none",
    JSON.stringify({ ...record, observed: [{ operationId: "Get", status: "200" }] }),
    "/status",
  ],
  ["an unknown way", JSON.stringify({ ...record, reached: "pigeon" }), "/reached"],
])("%s is refused, with the reason", (_what, text, reason) => {
  expect(() => readRecord(text)).toThrow(reason);
});
