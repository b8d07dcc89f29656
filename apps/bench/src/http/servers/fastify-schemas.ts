/**
 * What the contract says of the operation, as Fastify wants it: written so that neither Ajv nor fast-json-stringify
 * has to try alternatives.
 */
const guid = { type: "string", format: "uuid" } as const;
const text = { type: "string", nullable: true } as const;
const enumeration = { type: "integer", nullable: true } as const;

const host = {
  type: "object",
  properties: {
    hostScanHostId: guid,
    hostId: { ...guid, nullable: true },
    name: text,
    dnsHostName: text,
    os: text,
    ipAddress: text,
    version: text,
    status: enumeration,
    statusDescription: text,
    failureReason: enumeration,
  },
} as const;

const job = {
  type: "object",
  properties: {
    id: guid,
    status: enumeration,
    statusDescription: text,
    hostScanHostStatus: { type: "array", nullable: true, items: host },
  },
} as const;

export const scanHostsSchema = {
  headers: {
    type: "object",
    properties: {
      "idempotency-key": { type: "string", minLength: 1, maxLength: 255, pattern: "^[!-~]+$" },
    },
  },
  body: { type: "array", minItems: 1, maxItems: 10_000, items: guid },
  response: { 200: { type: "array", items: job } },
} as const;
