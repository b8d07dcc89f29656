import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundle } from "../src/bundle.ts";

/** Bytes after gzip, as a web server would send it, with all it imports. */
const weightOf = async (source: string): Promise<number> =>
  gzipSync((await bundle(source, { minify: true })).code, { level: 9 }).length;

test("the client weighs at most 4 kB", async () => {
  expect(await weightOf('export * from "@hostscan/client"')).toBeLessThanOrEqual(4_000);
});

test("with the sign-in, it weighs at most 4.5 kB", async () => {
  const both = 'export * from "@hostscan/client"; export * from "@hostscan/client/sign-in"';
  expect(await weightOf(both)).toBeLessThanOrEqual(4_500);
});

test("who takes a part of it gets that part only", async () => {
  expect(await weightOf('import "@hostscan/client"')).toBeLessThanOrEqual(20);
  expect(await weightOf('export { isFinished } from "@hostscan/client"')).toBeLessThanOrEqual(300);
  const constant = await bundle('export { CertificateType } from "@hostscan/client"', { minify: true });
  expect(constant.code).not.toContain("FailedToConnect");
});

test("the client imports nothing at run time, and above all no zod", async () => {
  const { inputs } = await bundle(
    'export * from "@hostscan/client"; export * from "@hostscan/client/sign-in"',
  );
  const foreign = inputs.filter((input) => !input.includes("packages/client/src/") && input !== "<stdin>");
  expect(inputs.length).toBeGreaterThan(10);
  expect(foreign).toEqual([]);
});

test("the validation brings zod along", async () => {
  const { inputs } = await bundle('export * from "@hostscan/client/validate"');
  expect(inputs.some((input) => input.includes("/zod/"))).toBe(true);
});
