import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { bundle } from "../src/bundle.ts";
import { readGuide } from "../src/guide.ts";
import { compile } from "../src/packed/compile.ts";
import { chromium, openPage, pagesFor } from "../src/runtimes/chromium.ts";
import { runtimeGate } from "../src/runtimes/runtime.ts";
import { startServer } from "../src/server/start-server.ts";

const server = await startServer();
const snippets = await readGuide(server.url);
const folder = await mkdtemp(join(tmpdir(), "hostscan-guide-"));
const fileOf = (title: string) => join(folder, `${title.replaceAll(/\W+/g, "-")}.ts`);

await mkdir(join(folder, "node_modules/@hostscan"), { recursive: true });
await symlink(
  fileURLToPath(new URL("../../client", import.meta.url)),
  join(folder, "node_modules/@hostscan/client"),
);
await writeFile(join(folder, "package.json"), '{ "type": "module" }');
for (const { title, code } of snippets) await writeFile(fileOf(title), code);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test("every snippet of the guide compiles", async () => {
  const compilerOptions = {
    ...{ strict: true, noEmit: true, target: "es2024", lib: ["es2024", "dom"], types: [] },
    ...{ module: "nodenext", allowImportingTsExtensions: true, customConditions: ["@hostscan/source"] },
    skipLibCheck: true,
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  expect(snippets.length).toBeGreaterThan(8);
  expect(await compile("7", "-p", folder)).toBe("");
});

test.each(snippets.filter(({ browser }) => !browser))(
  "$title prints what the guide says",
  async (snippet) => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ["--conditions=@hostscan/source", fileOf(snippet.title)]);
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
