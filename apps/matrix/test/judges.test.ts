import { readFile } from "node:fs/promises";
import { servedDocument } from "@hostscan/contract/document";
import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";
import newman, { type NewmanRunSummary } from "newman";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Calls } from "../src/calls/calls.ts";
import { exceptedRules, spectralFindings } from "../src/judges/spectral.ts";
import { load } from "./load.ts";
import { KNOWN, startServer } from "./server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

describe("Spectral, by its rules of OpenAPI and OWASP's", () => {
  test("finds nothing in the document as it is served", async () => {
    expect(await spectralFindings()).toEqual([]);
  });

  test("finds something by each rule that is excepted: an exception is there for a reason", async () => {
    const found = await spectralFindings(servedDocument(), {});
    const rules = new Set(found.map((finding) => finding.split(" ")[0]));
    expect([...rules].toSorted()).toEqual(exceptedRules.toSorted());
  });
});

/** Has Prism stand between a caller and the server: a call or an answer against the document becomes its own error. */
async function startPrism(upstream: string) {
  const operations = await getHttpOperationsFromSpec(JSON.parse(JSON.stringify(servedDocument())));
  const prism = createServer(operations, {
    components: { logger: createLogger("prism", { level: "silent" }) },
    config: {
      ...{ isProxy: true, upstream: new URL(upstream), upstreamProxy: undefined, errors: true },
      ...{ checkSecurity: true, validateRequest: true, validateResponse: true, mock: { dynamic: false } },
    },
    cors: false,
  });
  return { prism, origin: await prism.listen(0, "127.0.0.1") };
}

describe("Prism, between client and server, with errors", () => {
  let calls: Calls;
  let started: Awaited<ReturnType<typeof startPrism>>;
  beforeAll(async () => {
    started = await startPrism(server.origin);
    const connect = await load("openapi-fetch");
    calls = connect({ ...KNOWN, origin: started.origin });
  });
  afterAll(() => started.prism.close());

  const answerTo = (path: string, init: RequestInit = {}) => {
    const headers = { Authorization: `Bearer ${KNOWN.token}`, "Content-Type": "application/json" };
    return fetch(`${started.origin}${path}`, { headers, ...init });
  };

  test("lets every operation through, and its answer", async () => {
    const seen = [];
    for (const [id, call] of Object.entries(calls)) seen.push([id, (await call()).status]);
    expect(seen.filter(([, status]) => status !== 200)).toEqual([
      ["CancelJob", 202],
      ["RemoveCredential", 204],
    ]);
    expect(seen.length).toBe(33);
  });

  test("lets the server's refusals through: they are as the document has them", async () => {
    const job = "/api/v1/HostScanJob/00000000-0000-4000-8000-000000000001";
    expect((await answerTo(job)).status).toBe(404);
    expect((await answerTo(job, { method: "DELETE" })).status).toBe(404);
    const first = await answerTo("/signinBody", { method: "POST", body: '{"Login":"a","Password":"b"}' });
    expect(first.status).toBe(200);
  });

  test("itself refuses a call that is against the document", async () => {
    const refused = await answerTo("/api/v1/HostScanJob", { method: "POST", body: '[{"os":7}]' });
    expect(await refused.json()).toMatchObject({ title: "Invalid request", status: 422 });
  });
});

test("newman runs the collection for Postman, and each of its requests succeeds", async () => {
  const url = new URL("../src/generated/postman/collection.json", import.meta.url);
  const collection = JSON.parse(await readFile(url, "utf8"));
  const envVar = [
    { key: "baseUrl", value: server.origin },
    { key: "bearerToken", value: KNOWN.token },
  ];
  const { run } = await new Promise<NewmanRunSummary>((resolve, reject) => {
    newman.run({ collection, envVar, reporters: [] }, (error, summary) =>
      error ? reject(error) : resolve(summary),
    );
  });
  const answers = run.executions.map(({ item, response }) => [item.name, response?.code]);
  expect(answers.filter(([, code]) => code !== 200)).toEqual([
    ["Cancel a host scan job", 202],
    ["Remove a credential", 204],
  ]);
  expect(answers.length).toBe(33);
});
