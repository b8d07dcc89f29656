import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { openapiDocument } from "@hostscan/contract/document";
import type { HostScanJobService, PageAsked } from "@hostscan/core";
import { expect, onTestFinished, test, vi } from "vitest";
import { asApp, fixtureJobs, fixtureServer, fixtureTokens, HOST, JOBS } from "../testing/server.ts";
import { formAsked } from "./list-stream.ts";

const CSV = "text/csv";
const LINES = "application/jsonl";

test.each([
  [undefined, undefined],
  ["", undefined],
  ["*/*", undefined],
  ["application/json", undefined],
  ["text/html,application/xhtml+xml,*/*;q=0.8", undefined],
  ["text/csv;q=0", undefined],
  ["text/csv;q=0.5, */*", undefined],
  ["application/json, text/csv", undefined],
  ["application/*", undefined],
  [CSV, "csv"],
  ["TEXT/CSV; header=present", "csv"],
  ["text/*", "csv"],
  ["*/*;q=0.1, application/jsonl;q=0.2", "lines"],
  ["text/csv;q=0.2, application/jsonl;q=0.3, application/json;q=0.1", "lines"],
  ["application/json;q=0, */*", "csv"],
])("%j asks for %s", (accept, form) => {
  expect(formAsked(accept)).toBe(form);
});

const host = (id: string) => ({ id, hostId: id, name: `=${id}`, hostScanTrust: [], hostScanSection: [] });

/** A fixture of the port: a list of so many pages, each of one host. */
function pagesOf(pages: number) {
  const listHosts = vi.fn<HostScanJobService["listHosts"]>(async ({ after = "0" }: PageAsked) => {
    const next = Number(after) + 1;
    return { ok: true, value: { items: [host(`h${after}`)], ...(next < pages && { next: `${next}` }) } };
  });
  return { listHosts, jobs: Object.assign(fixtureJobs(), { listHosts }) };
}

const accepting = (type: string, method = "GET") => asApp(method, { Accept: type });

test("all of a list is told in one answer, whose pages are as large as they may be", async () => {
  const { jobs, listHosts } = pagesOf(3);
  const app = fixtureServer({ jobs });
  const csv = await app.request(`${JOBS}/Host?name=a*`, accepting(CSV));
  expect(csv.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  expect(csv.headers.get("X-Request-Id")).toBeTruthy();
  const [names, ...rows] = (await csv.text()).split("\r\n");
  expect(names).toMatch(/^id,hostId,name,dnsHostName,.*,hostScanTrust,hostScanSection$/);
  expect(rows.map((row) => row.split(",").slice(0, 4))).toEqual([
    ...["h0", "h1", "h2"].map((id) => [id, id, `'=${id}`, ""]),
    [""],
  ]);
  expect(listHosts.mock.calls.map(([asked]) => asked)).toEqual([
    { name: "a*", limit: 50 },
    { name: "a*", limit: 200, after: "1" },
    { name: "a*", limit: 200, after: "2" },
  ]);
  const lines = await app.request(`${JOBS}/Host?after=1`, accepting(LINES));
  expect(await lines.text()).toBe([host("h1"), host("h2")].map((one) => `${JSON.stringify(one)}\n`).join(""));
});

test("a page that is asked for by a limit leads to the next one", async () => {
  const { jobs, listHosts } = pagesOf(3);
  const app = fixtureServer({ jobs });
  const first = await app.request(`${JOBS}/Host?limit=1&os=b`, accepting(LINES));
  expect(first.headers.get("Link")).toBe('<?os=b&limit=1&after=1>; rel="next"');
  expect(first.headers.get("Vary")).toBe("Accept");
  const head = await app.request(`${JOBS}/Host?limit=1&os=b`, accepting(LINES, "HEAD"));
  expect(head.headers.get("Link")).toBe(first.headers.get("Link"));
  expect((await app.request(`${JOBS}/Host`, asApp("GET"))).headers.get("Vary")).toBe("Accept");
  expect(await first.text()).toBe(`${JSON.stringify(host("h0"))}\n`);
  const last = await app.request(`${JOBS}/Host?limit=1&after=2`, accepting(CSV));
  expect([last.headers.get("Link"), (await last.text()).split("\r\n").length]).toEqual([null, 3]);
  expect(listHosts).toHaveBeenCalledTimes(4);
});

test("HEAD reads one page, and tells no length", async () => {
  const { jobs, listHosts } = pagesOf(3);
  const { status, headers } = await fixtureServer({ jobs }).request(`${JOBS}/Host`, accepting(CSV, "HEAD"));
  expect([status, headers.get("Content-Type"), headers.get("Content-Length")]).toEqual([
    200,
    "text/csv; charset=utf-8",
    null,
  ]);
  expect(listHosts).toHaveBeenCalledTimes(1);
});

test("what is refused is a problem, whatever form was asked for", async () => {
  const app = fixtureServer();
  for (const path of ["/Host?after=none", "/Host?limit=0", "/Host/none/Users"]) {
    const response = await app.request(`${JOBS}${path}`, accepting(CSV));
    expect([response.status, response.headers.get("Content-Type")]).toEqual([
      400,
      "application/problem+json",
    ]);
  }
  const none = await app.request(`${JOBS}/Host/${HOST.replace("7", "8")}/Users`, accepting(LINES));
  expect(none.status).toBe(404);
});

test("pages are read as the reader takes them, and none after it has gone", async () => {
  const { jobs, listHosts } = pagesOf(1_000);
  const { body } = await fixtureServer({ jobs }).request(`${JOBS}/Host`, accepting(LINES));
  const reader = body?.getReader();
  for (const reads of [1, 2, 3]) {
    await reader?.read();
    expect(listHosts).toHaveBeenCalledTimes(reads);
  }
  await reader?.cancel();
  expect(listHosts).toHaveBeenCalledTimes(3);
});

test.each([
  ["its next page cannot be read", { failing: 1 }],
  ["its token was revoked meanwhile", { revoked: true }],
])(
  "a list breaks off where %s (fixture)",
  async (_why, { failing, revoked }: { failing?: number; revoked?: boolean }) => {
    const { jobs, listHosts } = pagesOf(5);
    const list = listHosts.getMockImplementation();
    if (failing)
      listHosts.mockImplementation(async (asked, context) =>
        asked.after === "2"
          ? { ok: false, rejection: { kind: "unavailable", detail: "Not now.", retryAfterSeconds: 1 } }
          : (list?.(asked, context) ?? Promise.reject(new Error("none"))),
      );
    // A verdict of no time is asked for anew with each page.
    let verdicts = 0;
    const verify = async (token: string) => {
      verdicts += 1;
      const verdict = await fixtureTokens.verify(revoked && verdicts > 2 ? "revoked" : token);
      return verdict.ok ? { ...verdict, expiresAt: new Date() } : verdict;
    };
    const app = fixtureServer({ jobs, tokens: { verify } });
    const error = vi.spyOn(console, "error").mockReturnValue();
    const server = createServer(getRequestListener(app.fetch)).listen(0, "127.0.0.1");
    onTestFinished(() => {
      error.mockRestore();
      server.closeAllConnections();
      server.close();
    });
    await once(server, "listening");
    const port = Number(Object(server.address()).port);
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    const headers = ["Host: a", "Authorization: Bearer app", `Accept: ${LINES}`];
    socket.write(`GET ${JOBS}/Host HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
    let text = "";
    socket.on("data", (data) => {
      text += data;
    });
    await once(socket, "close");
    expect(text).toContain("200 OK");
    expect(text).not.toContain('"id":"h3"');
    // The last chunk, which ends a body, is missing.
    expect(text).not.toMatch(/\r\n0\r\n\r\n$/);
  },
);

test("each page counts as a call, and waits for its turn", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const { jobs, listHosts } = pagesOf(4);
  const app = fixtureServer({ jobs, rateLimit: { callsPerMinute: 3 } });
  const { body } = await app.request(`${JOBS}/Host`, accepting(LINES));
  const reader = body?.getReader();
  for (let reads = 0; reads < 3; reads += 1) await reader?.read();
  const fourth = reader?.read();
  expect((await app.request(`${JOBS}/Host`, accepting(LINES))).status).toBe(429);
  expect(listHosts).toHaveBeenCalledTimes(3);
  await reader?.cancel();
  await expect(fourth).resolves.toMatchObject({ done: true });
});

test("the forms in the document are those of its lists in JSON", () => {
  const examples = new Map(Object.entries(Object(openapiDocument.components["examples"])));
  const names = [...examples.keys()].filter((name) => examples.has(`${name}Csv`));
  expect(names).toHaveLength(8);
  const shown = (name: string) => Object(examples.get(name)).value;
  for (const name of names) {
    const items: object[] = shown(name);
    expect(shown(`${name}Lines`)).toBe(items.map((item) => `${JSON.stringify(item)}\n`).join(""));
    const [columns, ...rows] = shown(`${name}Csv`).trimEnd().split("\r\n");
    expect(rows).toHaveLength(items.length);
    expect(columns.split(",")).toEqual(expect.arrayContaining(Object.keys(items[0] ?? {})));
  }
});
