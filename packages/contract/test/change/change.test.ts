import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import type { OpenApiDocument } from "../../src/document.ts";
import { copyWorkspace, type WorkspaceCopy } from "./workspace-copy.ts";

const pathItem = `
get:
  operationId: ReadHost
  x-operation-name: readHost
  tags: [Job status]
  summary: Read a host
  description: |
    Reads what a host is known by.

    **Roles:** Admin, App.
  x-roles: [Admin, App]
  security:
    - Bearer: []
  parameters:
    - $ref: ../parameters/HostId.yaml
  responses:
    "200":
      description: The host.
      headers:
        X-Request-Id:
          $ref: ../headers/X-Request-Id.yaml
      content:
        application/json:
          schema:
            $ref: ../schemas/Host.yaml
          examples:
            host:
              $ref: ../examples/host.yaml
    "404":
      $ref: ../responses/HostNotFoundOrNeverScanned.yaml
`;

const schema = `
type: object
description: What a host is known by.
required: [hostId]
properties:
  hostId: { $ref: ./HostId.yaml }
  dnsHostName: { type: [string, "null"], maxLength: 254, description: Its name. }
`;

const example = `
summary: A host
value: { hostId: 70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd, dnsHostName: host.example.local }
`;

const promise = `  paths/Host.yaml#/get/description:
    - says: Reads what a host is known by.
      promises:
        - host-is-read
`;

const handler = `    .openapi(open(routes.ReadHost), async (c) => {
      const result = await jobs.readHost(c.req.valid("param").hostId, contextOf(c));
      return result.ok ? c.json(result.value, 200) : rejected(c, routes.ReadHost, result.rejection);
    })
`;

const port = `  /** Reads what a host is known by (\`ReadHost\`). */
  readHost(hostId: string, context: CallContext): Promise<Result<Schemas["Host"]>>;

`;

const inEngine = `/** \`ReadHost\`: what a host is known by. */
async function readHost(
  { db }: JobReading,
  hostId: string,
): Promise<Result<components["schemas"]["Host"]>> {
  const { rows } = await sql<{ id: string; dns_host_name: string | null }>\`
    select id, dns_host_name from host where id = \${hostId.toLowerCase()}\`.execute(db);
  const [host] = rows;
  return host === undefined
    ? notFound(\`No host has the id \${hostId}.\`)
    : { ok: true, value: { hostId: host.id, dnsHostName: host.dns_host_name } };
}

`;

const inMemory = `  async readHost(hostId: string): Promise<Result<components["schemas"]["Host"]>> {
    const host = this.hosts.get(hostId.toLowerCase());
    return host
      ? ok({ hostId: host.id, dnsHostName: host.dnsHostName })
      : notFound(\`No host has the id \${hostId}.\`);
  }

`;

const check = `  {
    name: "ReadHost reads a host",
    cells: [{ operationId: "ReadHost", status: 200 }],
    needs: ["known job"],
    promises: ["host-is-read"],
    async run(context) {
      const { hostId } = context.known();
      const { json, cell } = await context.expect("ReadHost", 200, { path: { hostId } });
      rule(nodesIn([json])[0]?.["hostId"] === hostId, cell, "body /hostId", "is another one");
    },
  },
`;

/** Neither compiles, but for the first line's import: each is a fault that the compiler has to find. */
const wrongHandlers = `
import { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import { type Checks, forCallers } from "./routes/operation.ts";

declare const checks: Checks;
const open = forCallers(checks);
new OpenAPIHono().openapi(open(routes.Get), (c) => c.json([], 201));
new OpenAPIHono().openapi(open(routes.ByHostId), (c) => c.json([], 200));
open({ ...routes.Get, path: "/undeclared" });
`;

const probe = `
import type { components } from "@hostscan/contract";

export const urgent: components["schemas"]["HostScanJobRequest"] = { priority: 9 };
`;

const server = "packages/server/src";
let workspace: WorkspaceCopy;
/** The files that were touched for something else than the new operation. */
let others: number;

beforeAll(async () => {
  workspace = await copyWorkspace();
  const member = "  priority: { type: integer, format: int32, minimum: 0, maximum: 9 }\n";
  await workspace.insert("openapi/schemas/HostScanJobRequest.yaml", "  dnsHostName:\n", member);
  await workspace.add(`${server}/probe.ts`, probe);
  await workspace.add(`${server}/wrong-handlers.ts`, wrongHandlers);
  others = workspace.touched.size;

  await workspace.add("openapi/paths/Host.yaml", pathItem);
  await workspace.add("openapi/schemas/Host.yaml", schema);
  await workspace.add("openapi/examples/host.yaml", example);
  const path = "  /api/v1/Host/{hostId}:\n    $ref: paths/Host.yaml\n";
  await workspace.insert("openapi/openapi.yaml", "  /signinBody:\n", path);
  await workspace.insert("openapi/promises.yaml", "  paths/HostScanJob.yaml#/post/description:\n", promise);
  await workspace.generate();
});
afterAll(() => workspace[Symbol.asyncDispose]());

const wrong = [
  expect.stringMatching(/wrong-handlers\.ts\(8,/),
  expect.stringMatching(/wrong-handlers\.ts\(9,/),
  expect.stringMatching(/wrong-handlers\.ts\(10,.*"\/undeclared"/),
];

test("a new operation keeps the server from compiling until it has a handler, and takes ten files in all", async () => {
  // What is no handler of the document does not compile either: another status or body, or another path.
  expect(await workspace.compile("server")).toEqual([
    expect.stringMatching(/src\/app\.ts.*"ReadHost"/),
    ...wrong,
  ]);

  await workspace.insert(`${server}/routes/jobs.ts`, "    .openapi(open(routes.CancelJob)", handler);
  const method = "  /** Reads a job (`GetJobStatus`). */";
  await workspace.insert("packages/core/src/service.ts", method, port);
  const service = "packages/engine/src/jobs/service.ts";
  await workspace.insert(service, "/** `PostListOfIdsAsync`", inEngine);
  const call = "    readHost: (hostId, context) => reaching(readHost(seenBy(context), hostId)),\n";
  await workspace.insert(service, "    getJob: (jobId, context)", call);
  await workspace.insert(`${server}/testing/in-memory-jobs.ts`, "  async latestJobForHost", inMemory);
  const reads = "packages/contract-tests/src/checks/reads.ts";
  await workspace.insert(reads, '  {\n    name: "GetJobStatus reads', check);
  expect(await workspace.compile("everything")).toEqual(wrong);
  expect(workspace.touched.size - others).toBeLessThanOrEqual(10);
});

interface Derived {
  readonly schemas: { readonly HostScanJobRequest: z.ZodType };
  readonly document: {
    readonly openapiDocument: OpenApiDocument;
    readonly openapiYaml: () => Promise<string>;
  };
}

async function load(): Promise<Derived> {
  const module = (name: string) =>
    import(pathToFileURL(workspace.path(`packages/contract/src/${name}.ts`)).href);
  return { schemas: await module("schemas"), document: await module("document") };
}

test("a member added to a schema is in types, validation and document, without another edit", async () => {
  const { schemas, document } = await load();
  expect(schemas.HostScanJobRequest.safeParse({ priority: 9 }).success).toBe(true);
  expect(schemas.HostScanJobRequest.safeParse({ priority: 10 }).success).toBe(false);
  expect(document.openapiDocument.components["schemas"]).toMatchObject({
    HostScanJobRequest: { properties: { priority: { maximum: 9 } } },
  });
  expect(await document.openapiYaml()).toContain("priority:");
});
