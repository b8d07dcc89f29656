import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixtureServer } from "../testing/server.ts";
import { readPages } from "./pages.ts";

const PAGE = "<!doctype html><title>fixture</title>";
const SCRIPT = "console.log('fixture');\n".repeat(100);
const HASHED = "/docs/assets/site.0123456789.js";

let folder: string;
let app: ReturnType<typeof fixtureServer>;
const routes: (string | undefined)[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-pages-"));
  await Promise.all(["review", "assets"].map((name) => mkdir(join(folder, name))));
  await Promise.all([
    writeFile(join(folder, "index.html"), PAGE),
    writeFile(join(folder, "review/index.html"), PAGE),
    writeFile(join(folder, "assets/site.0123456789.js"), SCRIPT),
    writeFile(join(folder, "assets/site.0123456789.js.br"), brotliCompressSync(SCRIPT)),
    writeFile(join(folder, "assets/site.0123456789.js.gz"), gzipSync(SCRIPT)),
    writeFile(join(folder, "odd name.unknown"), "?"),
  ]);
  const observer = {
    begin: ({ operation }: { operation: string | undefined }) => {
      routes.push(operation);
      return { end: () => {} };
    },
  };
  app = fixtureServer({ pages: { path: "/docs", files: await readPages(folder) }, observer });
});
afterAll(() => rm(folder, { recursive: true }));

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  app.request(path, { method, headers });

test.each(["/docs/", "/docs/review/"])("%s is a page that may run its own scripts only", async (path) => {
  const response = await get(path);
  expect([response.status, await response.text()]).toEqual([200, PAGE]);
  expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
  expect(response.headers.get("Cache-Control")).toBe("no-cache");
  expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(response.headers.get("X-Request-Id")).toBeTruthy();
  const policy = response.headers.get("Content-Security-Policy")?.split("; ");
  expect(policy).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test.each([
  ["/docs", "docs/"],
  ["/docs/review", "review/"],
])("%s leads to the folder, under whatever prefix", async (path, location) => {
  const response = await get(path);
  expect([response.status, response.headers.get("Location")]).toEqual([308, location]);
});

test.each([
  ["br, gzip", "br", brotliCompressSync(SCRIPT)],
  ["gzip, deflate, br;q=0", "gzip", gzipSync(SCRIPT)],
  ["GZIP;q=0.5", "gzip", gzipSync(SCRIPT)],
  ["deflate", null, Buffer.from(SCRIPT)],
  ["", null, Buffer.from(SCRIPT)],
])("to who takes %j it is sent as %j", async (accepted, coding, bytes) => {
  const response = await get(HASHED, { "Accept-Encoding": accepted });
  expect(response.headers.get("Content-Encoding")).toBe(coding);
  expect(response.headers.get("Vary")).toBe("Accept-Encoding");
  expect(response.headers.get("Content-Length")).toBe(`${bytes.length}`);
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
});

test("what has its digest in its name is kept for good, and is data", async () => {
  const { headers } = await get(HASHED);
  expect(headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
  expect(headers.get("Content-Type")).toBe("text/javascript; charset=utf-8");
  expect(headers.get("Content-Security-Policy")).toBe("default-src 'none'; frame-ancestors 'none'");
});

test("each coding is a version of its own, sent once to those who keep it", async () => {
  const etags = await Promise.all(
    ["br", "gzip", "identity"].map(async (accepted) => {
      const headers = { "Accept-Encoding": accepted };
      const etag = (await get(HASHED, headers)).headers.get("ETag") ?? "";
      const again = await get(HASHED, { ...headers, "If-None-Match": etag });
      expect([again.status, await again.text(), again.headers.get("ETag")]).toEqual([304, "", etag]);
      return etag;
    }),
  );
  expect(new Set(etags).size).toBe(3);
  expect((await get("/docs/", { "If-None-Match": '"other"' })).status).toBe(200);
});

test("HEAD asks for news, too", async () => {
  const etag = (await get(HASHED)).headers.get("ETag") ?? "";
  expect((await get(HASHED, { "If-None-Match": `W/${etag}` }, "HEAD")).status).toBe(304);
});

test("where other origins may call, no cache gives one of them what another was given", async () => {
  const origin = "https://portal.example";
  const files = await readPages(folder);
  const shared = fixtureServer({ pages: { path: "/docs", files }, crossOrigin: { origins: [origin] } });
  const asked = (headers: Record<string, string>) => shared.request(HASHED, { headers });
  const answers = [
    await asked({}),
    await asked({ Origin: origin }),
    await asked({ Origin: "https://a.example" }),
  ];
  expect(answers.map(({ headers }) => headers.get("Access-Control-Allow-Origin"))).toEqual([
    null,
    origin,
    null,
  ]);
  for (const { headers } of answers) expect(headers.get("Vary")).toBe("Accept-Encoding, Origin");
});

test("HEAD tells what GET would send, and no other method is one", async () => {
  const head = await get(HASHED, { "Accept-Encoding": "gzip" }, "HEAD");
  expect([head.status, head.headers.get("Content-Length"), await head.text()]).toEqual([
    200,
    `${gzipSync(SCRIPT).length}`,
    "",
  ]);
  const post = await get("/docs/", {}, "POST");
  expect([post.status, post.headers.get("Allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
});

test.each([
  "/docs/nothing",
  "/docs/index.html",
  "/docs/assets/",
  `${HASHED}.br`,
  "/docs/../../etc/passwd",
  "/docs/..%2f..%2fetc%2fpasswd",
  "/docs/%2e%2e/package.json",
  "/docs//etc/passwd",
  "/docs/assets/..\\index.html",
])("%s is no path", async (path) => {
  const response = await get(path);
  expect([response.status, response.headers.get("Content-Type")]).toEqual([404, "application/problem+json"]);
});

test("a file of a kind that is not known is bytes", async () => {
  const response = await get("/docs/odd%20name.unknown");
  expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "application/octet-stream"]);
});

test("whatever is asked for, its calls count as one operation, or as none", async () => {
  await Promise.all(["/docs/", "/docs", HASHED, "/docs/invented"].map((path) => get(path)));
  expect(new Set(routes)).toEqual(new Set(["/docs", undefined]));
});

test("a server without pages has none, and a folder that is not there is no empty one", async () => {
  expect((await fixtureServer().request("/docs/")).status).toBe(404);
  await expect(readPages(join(folder, "nowhere"))).rejects.toMatchObject({ code: "ENOENT" });
});
