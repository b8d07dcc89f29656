import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { bundle } from "./bundle.ts";

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bundle-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

const document = "openapi: 3.1.1\ninfo: { title: Test, version: '1' }\npaths:\n  /a: { $ref: a.yaml }\n";

test("a document in several files becomes one", async () => {
  const folder = await folderWith({ "openapi.yaml": document, "a.yaml": "get: { operationId: A }\n" });
  expect((await bundle(folder)).value).toEqual({
    openapi: "3.1.1",
    info: { title: "Test", version: "1" },
    paths: { "/a": { get: { operationId: "A" } } },
    components: {},
  });
});

test("a reference that leads nowhere is told in Redocly's words, and nothing is left behind", async () => {
  const folder = await folderWith({ "openapi.yaml": document });
  const scratch = await folderWith({});
  vi.stubEnv("TMPDIR", scratch);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  await expect(bundle(folder)).rejects.toThrow("Can't resolve $ref");
  const left = (await readdir(scratch)).filter((name) => name.startsWith("openapi-bundle-"));
  expect(left).toEqual([]);
});
