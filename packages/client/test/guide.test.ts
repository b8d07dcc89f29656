import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { bundle } from "./bundle.ts";
import { readGuide, type Snippet } from "./guide.ts";
import { makeProject } from "./project.ts";
import { chromium, openPage, pagesFor } from "./runtimes/chromium.ts";
import { runtimeGate } from "./runtimes/runtime.ts";
import { startServer } from "./server/start-server.ts";

const server = await startServer();
const snippets = await readGuide(server.url);
const fileOf = ({ title, react }: Snippet) => `${title.replaceAll(/\W+/g, "-")}.${react ? "tsx" : "ts"}`;
const project = await makeProject(
  Object.fromEntries(snippets.map((snippet) => [fileOf(snippet), snippet.code])),
);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await project[Symbol.asyncDispose]();
});

test("every snippet of the guide compiles", async () => {
  expect(snippets.length).toBeGreaterThan(8);
  expect(snippets.filter(({ react }) => react)).toHaveLength(1);
  expect(await project.compile()).toBe("");
});

test.each(snippets.filter(({ browser, react }) => !browser && !react))(
  "$title prints what the guide says",
  async (snippet) => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, project.argv(fileOf(snippet)));
    expect(stdout.trim()).toBe(snippet.prints);
  },
);

describe("in a browser", () => {
  const gate = runtimeGate(chromium);

  test.skipIf(gate.skip)(`a web page shows what the guide says in ${gate.title}`, async () => {
    const [snippet] = snippets.filter(({ browser }) => browser);
    const { code } = await bundle(snippet?.code ?? "");
    await using site = await startServer(pagesFor(code));
    expect(await openPage(chromium.executable ?? "", site.url)).toBe(snippet?.prints);
  });
});
