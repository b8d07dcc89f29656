import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { createHostScanClient } from "@hostscan/client";
import { chromium, launch } from "@hostscan/client/test/chromium";
import { runtimeGate } from "@hostscan/client/test/runtime";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { runMock } from "../src/command/run.ts";

/** A started mock, and a client of it. */
async function startMock(...argv: readonly string[]) {
  const io = { stdout: new PassThrough(), stderr: new PassThrough(), signals: new EventEmitter() };
  const ended = runMock(["--port", "0", "--json", "--log-level", "silent", "--stateful", ...argv], io);
  const [line] = await once(io.stdout, "data");
  onTestFinished(async () => {
    io.signals.emit("SIGTERM");
    await ended;
  });
  const { url }: { url: string } = JSON.parse(String(line));
  return { url, client: createHostScanClient({ baseUrl: url, token: "any" }) };
}

/** The page, bundled as a build does, on a port of its own. */
async function servePage() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("page/jobs-page.tsx", import.meta.url))],
    ...{ bundle: true, format: "esm", jsx: "automatic", minify: true, write: false },
    conditions: ["@hostscan/source"],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  const script = outputFiles[0]?.contents ?? "";
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(
      isScript
        ? script
        : '<!doctype html><div id="root"></div><script type="module" src="/page.js"></script>',
    );
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  const url = `http://localhost:${typeof address === "object" ? address?.port : address}/`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, close };
}

/** However busy the machine is. */
const patient = { timeout: 120_000 };

const gate = runtimeGate(chromium);

describe.skipIf(gate.skip)(`a React page of another origin in ${gate.title}`, () => {
  let page: Awaited<ReturnType<typeof servePage>>;
  let browser: Awaited<ReturnType<typeof launch>>;

  beforeAll(async () => {
    page = await servePage();
    browser = await launch(chromium.executable ?? "");
  });

  afterAll(async () => {
    await browser.close();
    page.close();
  });

  /** The page of a job, with the time in hand: what is to come after a minute is there at once. */
  async function open(mock: { readonly url: string }, job: string) {
    const tab = await browser.newPage();
    onTestFinished(() => tab.close());
    const reads: string[] = [];
    tab.on("request", (request) => {
      if (request.method() === "GET" && request.url().endsWith(job)) reads.push(request.url());
    });
    await tab.clock.install();
    await tab.goto(`${page.url}?server=${mock.url}&job=${job}`);
    const shows = (status: string) => tab.getByText(status, { exact: true }).waitFor(patient);
    return { tab, reads, shows };
  }

  test("a job is shown until it is finished, and not read again", async () => {
    const mock = await startMock("--cors", "--scan-seconds", "0.5");
    const { id } = await mock.client.createJob([{ dnsHostName: "web-1.example", credentialName: "c" }]);
    const { tab, reads, shows } = await open(mock, id);
    await shows("Complete");
    const soFar = reads.length;
    await tab.clock.runFor(60_000);
    expect(reads).toHaveLength(soFar);
  });

  test("a job that runs is read on and on", async () => {
    const mock = await startMock("--cors", "--scan-seconds", "0.01");
    const { id } = await mock.client.createJob([{ dnsHostName: "stuck-1.example", credentialName: "c" }]);
    const { tab, reads, shows } = await open(mock, id);
    await shows("Running");
    for (const soFar of [reads.length, reads.length + 1]) {
      await tab.clock.runFor(1_000);
      await expect.poll(() => reads.length, patient).toBeGreaterThan(soFar);
    }
    await mock.client.cancel(id);
    await tab.clock.runFor(1_000);
    await shows("Cancelled");
  });

  test("jobs are shown page by page", async () => {
    const mock = await startMock("--cors", "--scan-seconds", "0.01");
    const names = ["a", "b", "c", "d", "e"].map((name) => `${name}.example`);
    let id = "";
    for (const dnsHostName of names)
      ({ id } = await mock.client.createJob([{ dnsHostName, credentialName: "c" }]));
    const { tab } = await open(mock, id);
    const shown = () => tab.locator("li").allTextContents();
    const more = tab.getByRole("button", { name: "More" });
    const newest = names.toReversed();
    for (const count of [2, 4, 5]) {
      await expect.poll(shown, patient).toEqual(newest.slice(0, count));
      if (count < 5) await more.click();
    }
    expect(await more.isDisabled()).toBe(true);
  });

  test("without --cors the page says that it gets no answer", async () => {
    const mock = await startMock("--scan-seconds", "0.01");
    const { id } = await mock.client.createJob([{ dnsHostName: "web-1.example", credentialName: "c" }]);
    const { tab } = await open(mock, id);
    const told = async () => {
      await tab.clock.runFor(5_000);
      return tab.getByRole("alert").allTextContents();
    };
    await expect.poll(told, patient).toEqual([expect.stringContaining("no answer from the server")]);
  });
});
