import type { Socket } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { createHostScanClient, type HostScanClient, HostScanError } from "@hostscan/client";
import { signIn } from "@hostscan/client/sign-in";
import { expect, test } from "vitest";
import { http, id, job, json, serve } from "./fault-server.ts";

// Fixtures of servers that go wrong, on real sockets, against the platform's real fetch.

/** Every way to call. */
const calls: Readonly<Record<string, (client: HostScanClient) => Promise<unknown>>> = {
  createJob: (client) => client.createJob([{ dnsHostName: "a.example" }]),
  scanHost: (client) => client.scanHost(id),
  scanHosts: (client) => client.scanHosts([id]),
  scanOu: (client) => client.scanOu(id, ["a.example"]),
  validateImportedCsv: (client) => client.validateImportedCsv([{ dnsHostName: "a.example" }]),
  cancel: (client) => client.cancel(id),
  getJob: (client) => client.getJob(id),
  latestJobForHost: (client) => client.latestJobForHost(id),
  listJobs: (client) => client.listJobs().pages().next(),
  waitFor: (client) => client.waitFor(id, { timeoutMs: 500 }),
  scanAndWait: (client) => client.scanAndWait([{ dnsHostName: "a.example" }], { timeoutMs: 500 }),
  // A refusal is a value there, and JSON comes as it is.
  GET: async (client) => {
    const path = { hostScanJobId: id };
    const { data } = await client.GET("/api/v1/HostScanJob/{hostScanJobId}", { params: { path } });
    if (typeof data === "object" && data !== null) return data;
    throw new Refused();
  },
  "a sign-in": async (client) =>
    signIn({ user: "u", password: "p" })({ baseUrl: client.baseUrl, fetch, refused: undefined }),
};
class Refused extends HostScanError {
  constructor() {
    super("refused", {});
  }
}

const chunked = `${json}\r\nTransfer-Encoding: chunked`;
const packed = gzipSync(job);

const faults: Readonly<Record<string, (socket: Socket) => void>> = {
  "a redirect to https": http("302 Found\r\nLocation: https://elsewhere.test/login"),
  "a redirect that makes a GET of it": http("303 See Other\r\nLocation: /login"),
  "a redirect to the same method": http("307 Temporary Redirect\r\nLocation: /login"),
  "a redirect to nowhere": http("301 Moved Permanently"),
  "a redirect to what is no address": http("308 Permanent Redirect\r\nLocation: http://[bad"),
  choices: http("300 Multiple Choices", "[]"),
  "not modified": http("304 Not Modified"),
  "a success without a word": http("200 OK\r\nContent-Length: 0"),
  "a page of a proxy": http("200 OK\r\nContent-Type: text/html", "<html>Welcome</html>"),
  "half of a JSON text": http(json, job.slice(0, -5)),
  "two JSON texts": http(json, job + job),
  "two byte order marks": http(json, `\uFEFF\uFEFF${job}`),
  "JSON in UTF-16": http(json, Buffer.from(`\uFEFF${job}`, "utf16le")),
  "a number": http(json, "7"),
  null: http(json, "null"),
  "a body that is cut off": http(`${json}\r\nContent-Length: 4000`, job),
  "a chunk that is cut off": http(chunked, `${job.length.toString(16)}\r\n${job.slice(0, 9)}`),
  "chunks without an end": http(chunked, `${job.length.toString(16)}\r\n${job}\r\n`),
  "a chunk that has no length": http(chunked, "zz\r\nno\r\n0\r\n\r\n"),
  "gzip that is none": http(`${json}\r\nContent-Encoding: gzip`, job),
  "gzip that is cut off": http(`${json}\r\nContent-Encoding: gzip`, packed.subarray(0, 20)),
  "gzip with a wrong sum": http(
    `${json}\r\nContent-Encoding: gzip`,
    Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)]),
  ),
  "brotli that is none": http(`${json}\r\nContent-Encoding: br`, job),
  "a status that is none": http("999 What"),
  "a status of four digits": http("2000 OK"),
  "no HTTP": (socket) => void socket.end("SSH-2.0-OpenSSH_10.0\r\n"),
  "a header that is none": http("200 OK\r\nno header"),
  "an end at once": (socket) => void socket.destroy(),
  "a reset": (socket) => void socket.resetAndDestroy(),
  "a refusal that is nested deep": http(
    "400 Bad Request\r\nContent-Type: application/problem+json",
    `{"title":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
  ),
};

test.each(Object.entries(faults))(
  "whatever is called, %s is an error of the client's (fixture)",
  async (_, fault) => {
    const { baseUrl } = await serve(fault);
    const client = createHostScanClient({ baseUrl, token: "t", retries: 0, timeoutMs: 20_000 });
    const outcomes = await Promise.all(
      Object.entries(calls).map(async ([name, call]) => {
        const outcome = await call(client).catch((error: unknown) => error);
        return outcome instanceof HostScanError ? undefined : [name, outcome];
      }),
    );
    expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual([]);
  },
);

test.each([
  ["a byte order mark", http(json, `\uFEFF${job}`)],
  ["gzip", http(`${json}\r\nContent-Encoding: gzip`, packed)],
  ["one byte a chunk", http(chunked, `${[...job].map((byte) => `1\r\n${byte}\r\n`).join("")}0\r\n\r\n`)],
  ["no length and no chunks", http(json, job)],
  ["no content type", http("200 OK", job)],
  ["headers twice", http(`${json}\r\nX-Request-Id: a\r\nX-Request-Id: b\r\nContent-Type: text/html`, job)],
  [
    "hints before",
    (socket: Socket) => {
      socket.write("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=next\r\n\r\n");
      http(json, job)(socket);
    },
  ],
])("a job is read in spite of %s (fixture)", async (_, answer) => {
  const { baseUrl } = await serve(answer);
  const client = createHostScanClient({ baseUrl, token: "t", retries: 0 });
  expect((await client.getJob(id)).status).toBe(2);
  expect((await client.waitFor(id)).status).toBe(2);
});

test.each([
  ["204 No Content", undefined],
  ["202 Accepted", undefined],
  ["205 Reset Content", 205],
  ["200 OK", 200],
  ["302 Found\r\nLocation: https://elsewhere.test/", 302],
  ["206 Partial Content", 206],
])("a cancellation is one by 202 and 204 only: %s (fixture)", async (head, status) => {
  const { baseUrl } = await serve(http(head));
  const client = createHostScanClient({ baseUrl, token: "t", retries: 0 });
  expect(await client.cancel(id).catch((error) => error.status)).toBe(status);
});

test.each([
  ["in a year", "Fri, 31 Dec 9999 23:59:59 GMT", 1],
  ["long ago", "Thu, 01 Jan 1970 00:00:00 GMT", 3],
  ["in the past by seconds", "-5", 3],
  ["for ever", "9".repeat(400), 1],
])("who is told to come back %s asks no more often than that (fixture)", async (_, retryAfter, times) => {
  const { baseUrl, asked } = await serve(http(`503 Service Unavailable\r\nRetry-After: ${retryAfter}`));
  const client = createHostScanClient({ baseUrl, token: "t" });
  await expect(client.getJob(id)).rejects.toMatchObject({ status: 503 });
  expect(asked()).toBe(times);
});

test.each([
  [2, ["a", "b", "a"]],
  [3, ["a", "b", "c", "a"]],
  [1, ["a", "a"]],
])("a list that leads back over %i pages ends with an error (fixture)", async (length, cursors) => {
  let page = 0;
  const answer = (socket: Socket) =>
    http(`${json}\r\nLink: </x?after=${cursors[page++]}>; rel="next"`, "[]")(socket);
  const { baseUrl, asked } = await serve(answer);
  const client = createHostScanClient({ baseUrl, token: "t", retries: 0 });
  const walk = async () => {
    for await (const _ of client.listJobs());
  };
  await expect(walk()).rejects.toMatchObject({ name: "HostScanProblem" });
  expect(asked()).toBe(length + 1);
});

const reason = new Error("enough");

test.each<[string, () => string | Promise<string>, object]>([
  [
    "gives none",
    () => "",
    { name: "HostScanRequestError", message: expect.stringContaining("there is no token") },
  ],
  ["gives blanks", async () => " \t\n", { name: "HostScanRequestError" }],
  ["gives what no header can have", () => "t\u0000", { name: "HostScanRequestError" }],
  ["gives an emoji", () => "\u{1F600}", { name: "HostScanRequestError" }],
  [
    "throws",
    () => {
      throw reason;
    },
    reason,
  ],
  ["rejects", () => Promise.reject(reason), reason],
  ["never resolves", () => new Promise(() => {}), { name: "HostScanTimeoutError" }],
])("nothing is asked of the server where the token's function %s (fixture)", async (_, token, error) => {
  const { baseUrl, asked } = await serve(http(json, job));
  const client = createHostScanClient({ baseUrl, token, timeoutMs: 300 });
  await expect(client.getJob(id)).rejects.toMatchObject(error);
  await expect(client.cancel(id)).rejects.toMatchObject(error);
  expect(asked()).toBe(0);
});

test.each([
  "",
  " ",
  "?",
  "http://",
  "http://[",
  "http://host:99999",
  "http://a b",
  "server.test:6500",
  "/api",
  "ftp://server.test",
  "file:///etc",
  "http://server.test?x=1",
  "http://server.test#x",
  "http://u:secret@server.test",
  "http:/u:secret@server.test",
  "http:\\\\u:secret@server.test",
  " http://u:secret@server.test",
  "https://u:secret@",
  "data:text/plain,x",
  "javascript:alert(1)",
])("an address that is none is told as the client's error, without a password: %j", async (baseUrl) => {
  const call = async () => createHostScanClient({ baseUrl, token: "t", retries: 0 }).getJob(id);
  const error = await call().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(HostScanError);
  expect(inspect(error)).not.toContain("secret");
});

test.each([
  [
    "a request that was read",
    {
      onRequest: async ({ request }: { request: Request }) => {
        const other = new Request(request.url, { method: "POST", body: "x" });
        await other.text();
        return other;
      },
    },
  ],
  [
    "a request that is none",
    {
      onRequest: () => {
        return Object.create(Request.prototype);
      },
    },
  ],
  [
    "an answer that was read",
    {
      onResponse: async ({ response }: { response: Response }) => {
        await response.text();
        return response;
      },
    },
  ],
  ["an answer that is none", { onResponse: () => Object.create(Response.prototype) }],
  [
    "an answer whose JSON is nested deep",
    { onResponse: () => new Response("[".repeat(20_000) + "]".repeat(20_000), { status: 400 }) },
  ],
])("a middleware that gives %s is told of in the client's error (fixture)", async (_, middleware) => {
  const { baseUrl } = await serve(http(json, job));
  const client = createHostScanClient({ baseUrl, token: "t", retries: 0 });
  client.use(middleware);
  const error = await client.createJob([]).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(HostScanError);
});
