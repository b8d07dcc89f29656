import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { zHostId } from "../src/generated/hey-api/zod.gen.ts";
import { ByHostIdParams } from "../src/generated/orval-zod/index.ts";

/** Of no variant that RFC 9562 knows, as the reference's server makes them. */
const GUID = "f568fec0-10b6-0b94-0daf-e62c50c9bf3e";

test("the zod schemas of generators take any GUID, and nothing else", () => {
  const taken = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
    schema.safeParse(value).success;
  expect([taken(zHostId, GUID), taken(zHostId, `${GUID}0`), taken(zHostId, "x")]).toEqual([
    true,
    false,
    false,
  ]);
  expect(taken(ByHostIdParams, { hostId: GUID })).toBe(true);
  expect(taken(ByHostIdParams, { hostId: "x" })).toBe(false);
});

test("a collection for Postman has a request of each operation", async () => {
  const url = new URL("../src/generated/postman/collection.json", import.meta.url);
  const methods = (await readFile(url, "utf8")).match(/"method":"(?:GET|POST|DELETE)"/g) ?? [];
  expect(methods.length).toBeGreaterThanOrEqual(12);
});
