import { expect, test } from "vitest";
import { parseExposition } from "./exposition.ts";

const HEAD = "# HELP a A thing.\n# TYPE a counter\n";

test("a metric is read with its samples", () => {
  const [[name, metric] = []] = parseExposition(`${HEAD}a{b="c\\"d",e=""} 1.5e3\na 2\n`);
  expect(name).toBe("a");
  expect(metric).toMatchObject({ type: "counter", help: "A thing." });
  expect(Object.fromEntries(metric?.samples ?? [])).toEqual({ 'a{b="c\\"d",e=""}': 1_500, a: 2 });
});

test.each([
  ["no end of line", `${HEAD}a 1`],
  ["a sample without a metric", "a 1\n"],
  ["another metric's sample", `${HEAD}b 1\n`],
  ["a sample twice", `${HEAD}a 1\na 2\n`],
  ["a metric twice", `${HEAD}a 1\n${HEAD}`],
  ["no type", "# HELP a A thing.\na 1\n"],
  ["no number", `${HEAD}a one\n`],
  ["an open label", `${HEAD}a{b="c} 1\n`],
  ["a suffix that is none", `${HEAD}a_sum 1\n`],
])("%s is refused", (_what, text) => {
  expect(() => parseExposition(text)).toThrow();
});
