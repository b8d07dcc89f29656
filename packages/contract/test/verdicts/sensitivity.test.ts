import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as schemas from "../../src/schemas.ts";
import { compare } from "./agreement.ts";
import { ajvVerdict } from "./ajv.ts";
import { collectExamples } from "./examples.ts";
import { mutants } from "./mutations.ts";

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
