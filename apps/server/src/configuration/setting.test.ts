import { expect, test } from "vitest";
import { z } from "zod";
import { defaulted, describe, optional } from "./setting.ts";

const about = { variable: "X", summary: "an example", usedBy: "all" } as const;
const table = z.object({
  port: defaulted(z.string().transform(Number), "80", about),
  name: optional(z.string(), { ...about, variable: "Y" }),
  other: z.optional(z.string()),
});

test("a default is text that the schema reads like any other", () => {
  expect(table.parse({})).toEqual({ port: 80 });
  expect(table.parse({ port: "81", name: "n" })).toEqual({ port: 81, name: "n" });
});

test("settings are described by name, and what is none is left out", () => {
  expect([...describe(table)]).toEqual([
    ["port", { ...about, default: "80" }],
    ["name", { ...about, variable: "Y" }],
  ]);
});
