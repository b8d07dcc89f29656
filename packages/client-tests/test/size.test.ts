import { expect, test } from "vitest";
import { bundle } from "../src/bundle.ts";
import { entries, weightOf } from "../src/weight.ts";

const limited = entries.flatMap(({ name, source, limit }) => (limit ? [{ name, source, limit }] : []));

test.each(limited)("$name weighs at most $limit bytes", async ({ source, limit }) => {
  expect(await weightOf(source)).toBeLessThanOrEqual(limit);
});

test("the limits are those that are told: 4 kB, and 4.5 kB with the sign-in", () => {
  expect(limited.map(({ limit }) => limit)).toEqual([4_000, 4_500]);
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
