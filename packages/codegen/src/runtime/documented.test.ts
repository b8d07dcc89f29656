import { expect, test } from "vitest";
import { z } from "zod";
import { documented, undocumented } from "./documented.ts";

test("a documented schema validates with one and describes with the other", () => {
  const name = documented(z.string(), { $ref: "#/components/schemas/Name" });
  expect(name.safeParse("a").success).toBe(true);
  expect(name.safeParse(1).success).toBe(false);
  expect(name.safeParse(undefined).success).toBe(false);
  expect(name.meta()).toEqual({ $ref: "#/components/schemas/Name" });
});

test("an undocumented schema validates all the same", () => {
  const query = undocumented(z.object({ limit: z.string() }));
  expect(query.parse({ limit: "1", other: "2" })).toEqual({ limit: "1" });
  expect(query.safeParse({}).success).toBe(false);
});
