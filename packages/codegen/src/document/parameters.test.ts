import { expect, test } from "vitest";
import { mergeParameters, readParameter } from "./parameters.ts";
import { Place } from "./place.ts";

const root = {
  components: {
    schemas: { Limit: { type: "integer", default: 50 } },
    parameters: { After: { name: "after", in: "query", schema: {} } },
  },
};

const read = (parameter: Record<string, string | boolean | object>) =>
  readParameter(new Place(JSON.parse(JSON.stringify(parameter))).object(), root);

test("a parameter is read with the schema behind its reference, and the default there", () => {
  const limit = read({ name: "limit", in: "query", schema: { $ref: "#/components/schemas/Limit" } });
  expect(limit).toMatchObject({ name: "limit", group: "query", key: "limit", required: false });
  expect(limit.schema.value).toEqual({ $ref: "#/components/schemas/Limit" });
  expect(limit.resolved.value).toEqual(root.components.schemas.Limit);
  expect(limit.preset?.value).toBe(50);
});

test("a header is known by its name in lower case", () => {
  const header = read({ name: "Idempotency-Key", in: "header", required: true, schema: {} });
  expect(header).toMatchObject({
    name: "Idempotency-Key",
    group: "headers",
    key: "idempotency-key",
    required: true,
  });
});

test("other places and ways of serialisation are not supported", () => {
  expect(() => read({ name: "a", in: "cookie", schema: {} })).toThrow(
    "#/in: parameters in cookie are not supported",
  );
  expect(() => read({ name: "a", in: "query", style: "form", schema: {} })).toThrow(
    "#: style of a parameter",
  );
  expect(() => read({ name: "a", in: "query" })).toThrow("#: has no schema");
});

test("an operation's own parameter replaces that of its path", () => {
  const path = new Place([
    { name: "id", in: "path", required: false, schema: {} },
    { $ref: "#/components/parameters/After" },
  ]);
  const own = new Place([
    { name: "id", in: "path", required: true, schema: {} },
    { name: "id", in: "query", schema: {} },
  ]);
  const merged = mergeParameters(root, path, own, undefined);
  expect(merged.map(({ group, key, required }) => [group, key, required])).toEqual([
    ["params", "id", true],
    ["query", "after", false],
    ["query", "id", false],
  ]);
});
