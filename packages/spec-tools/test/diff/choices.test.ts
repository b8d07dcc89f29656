import { expect, test } from "vitest";
import { diffDocuments } from "../../src/diff/index.ts";
import { harbour } from "./seed.ts";

const captain = "/components/schemas/NewShip/properties/captain";
const named = (maxLength: number) => ({
  type: "object",
  properties: { name: { type: "string", maxLength } },
});
const at = (...oneOf: readonly ReturnType<typeof named>[]) => harbour({ [captain]: { oneOf } });
const [a, b, c, d] = [named(1), named(2), named(3), named(4)];
const changes = (before: ReturnType<typeof at>, now: ReturnType<typeof at>) =>
  diffDocuments(before, now).map(({ impact, place, what }) => [impact, place, what]);

test("a choice is compared whatever the order of its schemas (fixture)", () => {
  expect(changes(at(a, b, c), at(c, a, b))).toEqual([]);
});

test("a schema that a choice loses or gains is told, and one that changes is compared in its place (fixture)", () => {
  expect(changes(at(a, b), at(b))).toEqual([
    ["breaking", "NewShip.captain (request)", "choice without one schema"],
  ]);
  expect(changes(at(a, b, c), at(b))).toEqual([
    ["breaking", "NewShip.captain (request)", "choice without 2 schemas"],
  ]);
  expect(changes(at(b), at(a, b, c))).toEqual([
    ["compatible", "NewShip.captain (request)", "choice with 2 schemas"],
  ]);
  expect(changes(at(a, b), at(a, d))).toEqual([
    ["compatible", "NewShip.captain|1.name (request)", "maxLength 2 → 4"],
  ]);
});
