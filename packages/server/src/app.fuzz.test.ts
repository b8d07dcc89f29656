import { routes } from "@hostscan/contract/routes";
import { ProblemDetails } from "@hostscan/contract/schemas";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixtureServer } from "./testing/server.ts";

const RUNS = { numRuns: 400 };
const app = fixtureServer();

/** Mostly what is asked for, sometimes anything. */
const mostly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: good, weight: 3 }, { arbitrary: bad, weight: 1 });

const headerValue = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
});
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const headers = fc.record({
  Authorization: optional(
    mostly(fc.constantFrom("Bearer app", "Bearer admin", "Bearer auditor", "Bearer later"), headerValue),
  ),
  "Content-Type": optional(
    mostly(fc.constantFrom("application/json", "application/json;charset=utf-8", "text/plain"), headerValue),
  ),
  "Content-Length": optional(fc.constantFrom("0", "1", "-1", "x", "99999999999999999999")),
  "Idempotency-Key": optional(headerValue),
  "If-None-Match": optional(headerValue),
  "X-Request-Id": optional(headerValue),
});

const jobRequest = fc.record(
  {
    dnsHostName: fc.oneof(fc.string(), fc.constant(null)),
    ipAddress: fc.ipV4(),
    credentialId: mostly(fc.uuid(), fc.string()),
    sshPort: fc.integer({ min: -1, max: 70_000 }),
    sshTrustActionType: fc.constantFrom(0, 1, 2, 3, null),
    acceptThumbprintOnFirstDiscovery: fc.boolean(),
    __proto__: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const json = fc.oneof(fc.array(fc.uuid()), fc.array(fc.domain()), fc.array(jobRequest), fc.jsonValue());
const body = fc.oneof(
  json.map((value) => new TextEncoder().encode(JSON.stringify(value))),
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: "binary" }).map((text) => new TextEncoder().encode(text)),
);

/** A segment of a path that is one: `.` and `..` lead elsewhere, and an empty one is none. */
const segment = mostly(fc.uuid(), fc.string().map(encodeURIComponent)).filter(
  (text) => !/^\.{0,2}$/.test(text),
);
const query = fc.webQueryParameters().map((text) => (text === "" ? "" : `?${text}`));

const send = (method: string, path: string, sent: Record<string, string | undefined>, bytes?: Uint8Array) => {
  const given = Object.entries(sent).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return app.request(path, {
    method: method.toUpperCase(),
    headers: Object.fromEntries(given),
    ...(bytes && { body: new Uint8Array(bytes) }),
  });
};

async function expectProblemOrAnswer(response: Response) {
  expect(response.headers.get("X-Request-Id")).toMatch(/^[\w.-]{1,128}$/);
  const text = await response.text();
  if (response.status < 400) return;
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  expect(ProblemDetails.parse(JSON.parse(text)).status).toBe(response.status);
}

test.each(Object.values(routes))(
  "$operationId answers whatever it is sent as the contract declares",
  async ({ method, path: template, responses }) => {
    const mayHaveBody = method !== "get";
    await fc.assert(
      fc.asyncProperty(segment, query, headers, optional(body), async (value, search, sent, bytes) => {
        const path = template.replace(/\{\w+\}/, value);
        const response = await send(method, `${path}${search}`, sent, mayHaveBody ? bytes : undefined);

        await expectProblemOrAnswer(response);
        expect(Object.keys(responses)).toContain(`${response.status}`);
        expect(response.status).not.toBe(500);
      }),
      RUNS,
    );
  },
);

test("whatever is called, nothing breaks", async () => {
  const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "X");
  const path = fc.oneof(
    fc.webPath(),
    fc.array(segment).map((segments) => `/api/v1/HostScanJob/${segments.join("/")}`),
    fc.constantFrom("/openapi.json", "/openapi.yaml"),
  );
  await fc.assert(
    fc.asyncProperty(method, path, query, headers, async (name, where, search, sent) => {
      const response = await send(name, `${where || "/"}${search}`, sent);

      expect(response.status).not.toBe(500);
      if (name !== "HEAD") await expectProblemOrAnswer(response);
    }),
    RUNS,
  );
});
