import { readFile } from "node:fs/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { nodeFault, runOnNewNode } from "./node-version.ts";

test("the oldest Node is the one of package.json", async () => {
  const manifest = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const [, oldest = ""] = /"node": ">=([\d.]+)"/.exec(manifest) ?? [];
  const [major = 0, minor = 0] = oldest.split(".").map(Number);
  expect(nodeFault(`${oldest}.0`)).toBeUndefined();
  expect(nodeFault(`${major + 2}.0.0`)).toBeUndefined();
  expect(nodeFault(`${major}.${minor - 1}.9`)).toBe(
    `Node ${oldest} or newer is needed, and this is ${major}.${minor - 1}.9`,
  );
  expect(nodeFault(`${major + 1}`)).toBeUndefined();
  expect(nodeFault(`${major}`)).toContain(`this is ${major}`);
  expect(nodeFault("20.20.2")).toContain("this is 20.20.2");
});

test("on an older one nothing is run (fixture)", async () => {
  const version = process.versions.node;
  const versions = vi
    .spyOn(process, "versions", "get")
    .mockReturnValue({ ...process.versions, node: "20.1.0" });
  const said: unknown[] = [];
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(text) > 0);
  onTestFinished(() => {
    versions.mockRestore();
    stderr.mockRestore();
    process.exitCode = undefined;
  });
  const run = vi.fn(async () => 0);
  await runOnNewNode("a-program", run);
  expect(run).not.toHaveBeenCalled();
  expect(process.exitCode).toBe(78);
  expect(said).toEqual(["a-program: Node 22.18 or newer is needed, and this is 20.1.0\n"]);
  versions.mockReturnValue({ ...process.versions, node: version });
  await runOnNewNode("a-program", run);
  expect(run).toHaveBeenCalledOnce();
  expect(process.exitCode).toBe(0);
});
