import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { EXIT_CODES } from "../src/cli/exit-code.ts";
import { lightWeb } from "../src/web/fetch.ts";
import { hostscan, startHostscan } from "./hostscan.ts";

// As the executable calls.
beforeAll(() => {
  for (const [name, value] of Object.entries(lightWeb)) vi.stubGlobal(name, value);
});
afterAll(() => vi.unstubAllGlobals());

const ID = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";

/** A fixture that answers every call with the same bytes, whatever they are, and then hangs up. */
async function answering(answer: string | ((socket: Socket) => void)) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => {
      if (typeof answer === "function") answer(socket);
      else socket.end(answer, "latin1");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { HOSTSCAN_URL: `http://127.0.0.1:${port}`, HOSTSCAN_TOKEN: "secret-token" };
}

const http = (status: string, body: string, ...headers: string[]) =>
  [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers, "", body].join("\r\n");
const json = (body: string) => http("200 OK", body, "Content-Type: application/json");
const problem = (status: string, body: string) =>
  http(status, body, "Content-Type: application/problem+json");

const job = (members: string) => json(`{"id":"${ID}",${members}}`);
const odd = `"status":2,"hostScanHostStatus":[{"status":2,"os":7,"version":{"a":[]},"dnsHostName":["x"]}]`;

const answers: readonly (readonly [what: string, answer: string])[] = [
  ["a page of HTML", http("200 OK", "<html><body>Sign in</body></html>", "Content-Type: text/html")],
  ["a page of HTML as an error", http("502 Bad Gateway", `<html>${"x".repeat(100_000)}</html>`)],
  ["nothing at all", ""],
  ["an empty body", json("")],
  ["no content", "HTTP/1.1 204 No Content\r\n\r\n"],
  ["truncated JSON", json('{"id":"9c71')],
  ["a body that breaks off", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"],
  ["a chunk that breaks off", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"],
  ["no chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"],
  ["no HTTP", "SSH-2.0-OpenSSH_9.2\r\n"],
  ["early hints alone", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"],
  ["another protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"],
  ["a redirect", http("302 Found", "", "Location: http://127.0.0.1:1/")],
  ["a redirect to nowhere", http("308 Permanent Redirect", "")],
  ["not modified", "HTTP/1.1 304 Not Modified\r\n\r\n"],
  ["an unknown status", http("999 Odd", "odd")],
  ["null", json("null")],
  ["a number", json("7")],
  ["a text", json('"x"')],
  ["a list of nulls", json("[null]")],
  ["an object without an id", json("{}")],
  ["an id that is a number", json('{"id":7}')],
  ["hosts that are none", job('"hostScanHostStatus":7')],
  ["hosts that are null", job('"hostScanHostStatus":[null]')],
  ["members of wrong types", job(odd)],
  ["members of wrong types, in a list", json(`[{"id":"${ID}",${odd}}]`)],
  ["a status that is an object", job('"status":{"a":1},"hostScanHostStatus":[{"status":[]}]')],
  ["a problem of wrong types", problem("400 Bad Request", '{"title":7,"detail":{"a":1},"errors":"x"}')],
  [
    "errors by field",
    problem("400 Bad Request", '{"title":"Bad","errors":{"name":["is missing","is blank"],"x":7}}'),
  ],
  [
    "errors that are none",
    problem("400 Bad Request", '{"errors":[null,7,"text",{"message":"m"},{"path":"p"}]}'),
  ],
  ["a problem that is a list", problem("500 Internal Server Error", "[]")],
  ["escapes", problem("403 Forbidden", '{"title":"\\u001b[2J","detail":"\\u009b31m\\u202e"}')],
  ["a pause that is none", http("503 Service Unavailable", "", "Retry-After: soon")],
  ["a pause without end", http("429 Too Many Requests", "", "Retry-After: 99999999999")],
  ["a byte order mark", json(`\u00ef\u00bb\u00bf{"id":"${ID}"}`)],
  ["deeply nested JSON", json(`${"[".repeat(50_000)}`)],
];

const DOCUMENTED = Object.values(EXIT_CODES).map(([number]): number => number);

/** What nobody is to see. */
const INTERNAL = /\n {4}at |TypeError|is not a function|undefined|secret-token|\[object/;

const commands: readonly (readonly string[])[] = [
  ["list", "--all"],
  ["status", ID],
  ["status", "latest"],
  ["cancel", ID],
  ["watch", ID, "--timeout", "1"],
  ["retry", ID],
  ["scan", "web-1"],
  ["auth", "status"],
];

test.each(answers)(
  "%s is told in lines, and with an exit code that is documented (fixture)",
  async (_, answer) => {
    const env = await answering(answer);
    await Promise.all(
      commands.map(async (argv) => {
        const { code, out, err } = await hostscan(argv, { env });
        const told = JSON.stringify({ argv, code, out, err });
        expect(DOCUMENTED, told).toContain(code);
        const ended = [0, 2, 3, 5].includes(code ?? -1);
        if (!ended && argv[0] !== "auth") expect(err, told).toMatch(/^hostscan: \S/);
        expect(`${out}${err}`, told).not.toMatch(INTERNAL);
        expect(`${out}${err}`).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
        expect(err.length).toBeLessThan(2_000);
      }),
    );
  },
);

test("an answer without end is not read to its end (fixture)", async () => {
  const chunk = Buffer.alloc(1 << 20, " ");
  const env = await answering((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
    const more = () => {
      while (socket.write(chunk));
      socket.once("drain", more);
    };
    more();
  });
  const { code, err } = await hostscan(["list"], { env });
  expect(code).toBe(69);
  expect(err).toContain("the answer has more than 67108864 bytes");
});

test("a signal before there is an answer leaves nothing behind, and says how to go on (fixture)", async () => {
  const { promise: called, resolve } = Promise.withResolvers<void>();
  const env = await answering(() => resolve());
  const scan = startHostscan(["scan", "web-1", "--idempotency-key", "k"], { env });
  await called;
  scan.signals.emit("SIGINT");
  expect(await scan.ended).toEqual({
    code: 130,
    out: "",
    err: [
      "hostscan: interrupted while scheduling",
      "  repeat the command with --idempotency-key k, and nothing is scheduled twice",
      "",
    ].join("\n"),
  });
});

test.each([
  ["a page", http("200 OK", "<html>Welcome</html>"), true],
  ["a redirect", http("302 Found", "", "Location: /login"), true],
  ["a fault", http("500 Internal Server Error", ""), true],
  ["a refusal", problem("400 Bad Request", "{}"), false],
])(
  "after %s in place of the job, it is told how to go on if nobody knows (fixture)",
  async (_, answer, told) => {
    const env = await answering(answer);
    const { code, err } = await hostscan(["scan", "web-1", "--idempotency-key", "k-1"], { env });
    expect(code).not.toBe(0);
    expect(err.includes("repeat the command with --idempotency-key k-1")).toBe(told);
  },
);
