import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { bundle } from "./bundle.ts";
import { entries, weightOf } from "./weight.ts";

const limited = entries.flatMap(({ name, source, limit }) => (limit ? [{ name, source, limit }] : []));

test.each(limited)("$name weighs at most $limit bytes", async ({ source, limit }) => {
  expect(await weightOf(source)).toBeLessThanOrEqual(limit);
});

test("who takes a part of it gets that part only", async () => {
  expect(await weightOf('import "@hostscan/client"')).toBeLessThanOrEqual(60);
  expect(await weightOf('export { isFinished } from "@hostscan/client"')).toBeLessThanOrEqual(300);
  const constant = await bundle('export { CertificateType } from "@hostscan/client"', { minify: true });
  expect(constant.code).not.toContain("FailedToConnect");
});

test("the client imports openapi-fetch at run time and nothing else, above all no zod", async () => {
  const { inputs } = await bundle(
    'export * from "@hostscan/client"; export * from "@hostscan/client/sign-in"',
  );
  const own = (input: string) =>
    /(^|\/)src\/[^/]/.test(input) || input === "<stdin>" || input.includes("/openapi-fetch/");
  const foreign = inputs.filter(
    (input) => (input.includes("node_modules") && !input.includes("/openapi-fetch/")) || !own(input),
  );
  expect(inputs.length).toBeGreaterThan(10);
  expect(foreign).toEqual([]);
});

test("nothing is to be rewritten for the oldest platforms that the guide names", async () => {
  const guide = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const named =
    /Chrome and Edge (\d+), Firefox (\d+), Safari ([\d.]+),\sNode (\d+)/.exec(guide)?.slice(1) ?? [];
  const oldest = ["chrome", "firefox", "safari", "node"].map((name, index) => `${name}${named[index]}`);
  const all = ["", "/fetch", "/sign-in", "/react-query"];
  const source = all.map((path, index) => `export * as all${index} from "@hostscan/client${path}"`).join(";");
  const { code } = await bundle(source, { target: oldest });
  expect(code).toBe((await bundle(source, { target: ["esnext"] })).code);
  expect(code).not.toBe((await bundle(source, { target: ["es2019"] })).code);
});

test("the validation brings zod along", async () => {
  const { inputs } = await bundle('export * from "@hostscan/client/validate"');
  expect(inputs.some((input) => input.includes("/zod/"))).toBe(true);
});
