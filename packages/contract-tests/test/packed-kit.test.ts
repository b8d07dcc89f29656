import { execFile } from "node:child_process";
import { pack } from "@hostscan/client/test/packed";
import { afterAll, afterEach, expect, test } from "vitest";
import type { Target } from "../src/index.ts";
import { type Change, startForeignServer } from "./foreign/express-server.ts";
import { mutants } from "./mutants.ts";
import { startMutatingProxy } from "./mutating-proxy.ts";
import { mockTokens } from "./read-only.ts";
import { startMock } from "./stack/executable.ts";

const packed = await pack(["contract", "client", "contract-tests"]);
const server = await startForeignServer();
const mock = await startMock();
const mutated = await startMutatingProxy(mock.url);

afterEach(() => server.tamper(undefined));
afterAll(async () => {
  await mutated[Symbol.asyncDispose]();
  await mock[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await packed[Symbol.asyncDispose]();
});

type Ended = Readonly<{ code: unknown; output: string; errors: string }>;

/** Runs the unpacked program, as whoever has installed it does. */
function runPacked(tokens: Target["tokens"], ...argv: readonly string[]): Promise<Ended> {
  const program = packed.path("node_modules/@hostscan/contract-tests/dist/main.js");
  const env = {
    HOSTSCAN_TOKEN: tokens.app,
    HOSTSCAN_FORBIDDEN_TOKEN: tokens.forbidden,
    HOSTSCAN_EXPIRED_TOKEN: tokens.expired,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...argv], { env }, (_error, output, errors) =>
      resolve({ code: child.exitCode, output, errors }),
    );
  });
}

/** Runs it against the Express server, which lends what schedules. */
function runForeign(...argv: readonly string[]): Promise<Ended> {
  const lent = ["--credential-id", server.credentialId, "--host-id", ...server.hosts];
  const tokens = { app: "foreign-token", forbidden: "foreign-guest" };
  return runPacked(tokens, "--base-url", server.baseUrl, ...lent, ...argv);
}

function expectKept({ code, output, errors }: Ended): void {
  expect({ output: output.split("\n").filter((line) => line.startsWith("✗")), errors }).toEqual({
    output: [],
    errors: "",
  });
  expect(output).toContain("0 findings");
  expect(code).toBe(0);
}

/**
 * What no validator by the document does: the limits of bodies that are told in words, texts, signing in, and errors
 * beyond the first of a kind. Express reads a body, and refuses one that is no JSON, before anybody asks for a token.
 */
const notDone = [
  ...["cross-site", "sign-in-bytes", "sign-in-values", "body-values", "body-depth", "body-names"],
  ...["body-encoded", "texts-are-well-formed", "errors-up-to-100", "errors-tell-everything"],
  ...["bearer-required", "other-role", "link-leads-on"],
  // It has no inventory.
  ...["host-as-listed", "hosts-filtered"],
  // Its validator refuses a query in which a plus stands for a space.
  ...["foreign-cursor", "limit-default", "limit-bounds"],
  // Of two forms that are wanted alike it takes the one that is named first.
  "list-forms",
];

const brokenIn = ({ output }: Ended) =>
  [...output.matchAll(/^promise broken: ([\w-]+):/gm)].map(([, id]) => `${id}`).sort();

test("of a server made with express-openapi-validator the packed kit finds the promises that it breaks, and no others (fixture)", async () => {
  const ended = await runForeign();
  expect(brokenIn(ended)).toEqual(notDone.toSorted());
  expect(ended.code).toBe(1);
});

const faults: readonly (readonly [name: string, says: string, fault: Change])[] = [
  [
    "a wrong status",
    "status: is not declared",
    ({ method }, response) => {
      if (method === "GET" && response.statusCode === 200) response.status(206);
      return undefined;
    },
  ],
  [
    "a wrong content type",
    "content-type: is text/plain",
    (_request, response) => {
      if (response.statusCode === 404) response.type("text/plain");
      return undefined;
    },
  ],
  [
    "a wrong type",
    "body /status: ",
    ({ path }, _response, text) =>
      path.includes("/ByHostId/") ? text.replace(/"status":\d/, '"status":"new"') : text,
  ],
  [
    "a missing member",
    "body /errors/0: ",
    (_request, _response, text) => text.replace(/"path":"[^"]*",/, ""),
  ],
  [
    "a missing Allow",
    "header Allow: is missing",
    (_request, response) => {
      response.removeHeader("Allow");
      return undefined;
    },
  ],
];

test.each(faults)("the packed kit finds %s of an Express server (fixture)", async (_name, says, fault) => {
  server.tamper(fault);
  const { code, output } = await runForeign("--only", "bounds", "Get", "refuses PUT");
  expect(output).toContain(says);
  expect(code).toBe(1);
});

test.each([
  ["the started mock", mock.url],
  ["the started mock behind a proxy that changes nothing", mutated.url],
])("the packed kit finds nothing wrong with %s, as far as it only reads", async (_name, baseUrl) => {
  const ended = await runPacked(mockTokens, "--base-url", baseUrl);
  process.stdout.write(`\n${ended.output}`);
  expectKept(ended);
});

test.each([
  ["GetJobStatus", "410 instead (404)", "GetJobStatus 410: status: is not declared"],
  ["Get", "an error without words (400)", "Get 400: body /errors/0: "],
  ["GetJobStatus", "a status in words (200)", "GetJobStatus 200: body /status: "],
  ["Get", "plain text (200)", "Get 200: content-type: is text/plain, not application/json"],
  ["Get", "no Allow (405)", "Get 405: header Allow: is missing"],
  ["Get", "no request id (200)", "Get 200: header X-Request-Id: is missing"],
])("the packed kit finds a fault in front of the mock, %s: %s", async (operation, fault, says) => {
  const { answer } =
    mutants.find((mutant) => mutant.operation === operation && mutant.fault === fault) ??
    expect.fail("no such mutant");
  mutated.tamper(answer);
  const { code, output } = await runPacked(mockTokens, "--base-url", mutated.url, "--only", operation, "PUT");
  expect(output).toContain(says);
  expect(code).toBe(1);
});
