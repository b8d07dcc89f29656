import { describe, expect, test } from "vitest";
import { z } from "zod";
import { maxLength, minLength } from "../../src/runtime.ts";
import * as schemas from "../../src/schemas.ts";
import { compare } from "./agreement.ts";
import { ajvVerdict } from "./ajv.ts";
import { collectExamples } from "./examples.ts";
import { mutants } from "./mutations.ts";
import { collectParts, documentVerdict, type Texts } from "./parts.ts";
import { wireMutants } from "./wire.ts";

/** Schemas as a careless generator would emit them: the comparison must tell each from the document's. */
const careless: [mistake: string, pointer: string, schema: z.ZodType][] = [
  ["lengths in UTF-16 units", "#/components/schemas/DnsHostName", z.string().min(1).max(253)],
  ["no lengths", "#/components/schemas/DnsHostName", z.string()],
  ["RFC variants of a UUID only", "#/components/schemas/HostId", z.uuid()],
  ["no format", "#/components/schemas/HostId", z.string()],
  ["integers beyond 32 bits", "#/components/schemas/ProblemDetails/properties/status", z.int().nullable()],
  ["fractions", "#/components/schemas/ProblemDetails/properties/status", z.number().nullable()],
  ["no null", "#/components/schemas/ProblemDetails/properties/status", z.int32()],
  ["a value missing from an enumeration", "#/components/schemas/CertificateType", z.literal([0, 1])],
  ["any value of an enumeration's type", "#/components/schemas/CertificateType", z.int32()],
  ["no unknown members", "#/components/schemas/ProblemDetails", schemas.ProblemDetails.strict()],
  ["members that may be absent", "#/components/schemas/ValidationError", schemas.ValidationError.partial()],
  [
    "members that may not be absent",
    "#/components/schemas/HostScanJobRequest",
    schemas.HostScanJobRequest.required(),
  ],
];

/** Always the same payloads: whether a mistake is found out must not be a matter of luck. */
const runs = { numRuns: 2_000, seed: 1 };

describe.each(careless)("%s", (_mistake, pointer, schema) => {
  test("is found out", () => {
    const examples = collectExamples().flatMap(([of, value]) => (of === pointer ? [value] : []));
    const zod = (value: unknown) => schema.safeParse(value).success;
    const { report } = compare({ zod, ajv: ajvVerdict(pointer), payloads: mutants(examples) }, runs);
    expect(report).toContain("Counterexample");
  });
});

const requestId = z
  .string()
  .check(minLength(1), maxLength(128))
  .regex(/^[A-Za-z0-9._-]+$/u);
const after = z.string().check(minLength(1), maxLength(512)).exactOptional();

/** Parts of messages as a careless generator would emit them. */
const carelessParts: [mistake: string, name: string, schema: z.ZodType][] = [
  ["a header that may be absent", "Forbidden", z.object({ "x-request-id": requestId.exactOptional() })],
  ["a header under the document's letters", "Forbidden", z.object({ "X-Request-Id": requestId })],
  ["a header that is left out", "Forbidden", z.object({})],
  ["a header without its pattern", "Forbidden", z.object({ "x-request-id": z.string().min(1).max(128) })],
  ["a header of any value", "Forbidden", z.object({ "x-request-id": z.unknown() })],
  ["no unknown headers", "Forbidden", z.strictObject({ "x-request-id": requestId })],
  [
    "a number as JavaScript reads it",
    "Get query",
    z.object({ after, limit: z.coerce.number().int().min(1).max(200).default(50) }),
  ],
  [
    "a number without its bound",
    "Get query",
    z.object({
      after,
      limit: z
        .string()
        .regex(/^[1-9]\d*$/)
        .exactOptional(),
    }),
  ],
];

describe.each(carelessParts)("%s", (_mistake, name, schema) => {
  test("is found out", () => {
    const part = collectParts().find((each) => each.name === name || each.origin.includes(`/${name}/`));
    if (!part) throw new Error(`there is no part ${name}`);
    const zod = (texts: Texts) => schema.safeParse(texts).success;
    const ajv = (texts: Texts) => documentVerdict(part, texts);
    const { report } = compare({ zod, ajv, payloads: wireMutants(part) }, runs);
    expect(report).toContain("Counterexample");
  });
});
