import { execFile } from "node:child_process";
import { pack } from "@hostscan/client-tests/packed";
import { afterAll, afterEach, expect, test } from "vitest";
import { type Fault, startForeignServer } from "./foreign/fastify-server.ts";

const packed = await pack(["contract", "client", "contract-tests"]);
const server = await startForeignServer();

afterEach(() => server.tamper(undefined));
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await packed[Symbol.asyncDispose]();
});

/** Runs the unpacked program, as whoever has installed it does. */
function runPacked(): Promise<{ code: unknown; output: string; errors: string }> {
  const program = packed.path("node_modules/@hostscan/contract-tests/dist/main.js");
  const argv = ["--base-url", server.baseUrl, "--credential-id", server.credentialId];
  const lent = ["--host-id", ...server.hosts];
  const env = { HOSTSCAN_TOKEN: "foreign-token", HOSTSCAN_FORBIDDEN_TOKEN: "foreign-guest" };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...argv, ...lent], { env }, (_error, output, errors) =>
      resolve({ code: child.exitCode, output, errors }),
    );
  });
}

test("the packed kit finds nothing wrong with a Fastify server (fixture)", async () => {
  const { code, output, errors } = await runPacked();
  expect({ output: output.split("\n").filter((line) => line.startsWith("✗")), errors }).toEqual({
    output: [],
    errors: "",
  });
  expect(output).toContain("0 findings");
  expect(code).toBe(0);
});

const faults: readonly (readonly [name: string, says: string, fault: Fault])[] = [
  [
    "a wrong status",
    "status: is not declared",
    ({ method }, reply) => {
      if (method === "GET" && reply.statusCode === 200) reply.code(206);
      return undefined;
    },
  ],
  [
    "a wrong content type",
    "content-type: is text/plain",
    (_request, reply) => {
      if (reply.statusCode === 404) reply.type("text/plain");
      return undefined;
    },
  ],
  [
    "a wrong type",
    "body /status: ",
    ({ url }, _reply, body) =>
      url.includes("/ByHostId/") ? body.replace(/"status":\d/, '"status":"new"') : body,
  ],
  ["a missing member", "body /errors/0: ", (_request, _reply, body) => body.replace(/"path":"[^"]*",/, "")],
  [
    "a missing Allow",
    "header Allow: is missing",
    (_request, reply) => {
      reply.removeHeader("Allow");
      return undefined;
    },
  ],
  [
    "a missing X-Request-Id",
    "header X-Request-Id: is missing",
    (_request, reply) => {
      reply.removeHeader("X-Request-Id");
      return undefined;
    },
  ],
];

test.each(faults)("the packed kit finds %s of a Fastify server (fixture)", async (_name, says, fault) => {
  server.tamper(fault);
  const { code, output } = await runPacked();
  expect(output).toContain(says);
  expect(code).toBe(1);
});
