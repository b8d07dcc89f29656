import { expect, test } from "vitest";
import { below, DocumentError, eachBelow, itemsBelow, memberOf, nodesIn } from "./place.ts";

const root = {
  a: { $ref: "#/defs/x~1y" },
  list: [{ $ref: "#/defs/x~1y" }, { n: 2 }, 3],
  lost: { $ref: "#/defs/none" },
  outside: { $ref: "other.json#/a" },
  defs: { "x/y": { n: 1 }, chain: { $ref: "#/a" }, text: "t" },
};
const top = { pointer: "", node: root };

test("follows references, also chained ones, to the pointer of what is meant", () => {
  expect(below(root, top, "a")).toEqual({ pointer: "/defs/x~1y", node: { n: 1 } });
  expect(eachBelow(root, below(root, top, "defs")).get("chain")?.pointer).toBe("/defs/x~1y");
});

test("has no place for what is not an object", () => {
  expect(below(root, top, "nothing")).toBeUndefined();
  expect([...eachBelow(root, below(root, top, "defs")).keys()]).toEqual(["x/y", "chain"]);
  expect(eachBelow(root, undefined).size).toBe(0);
});

test("lists the objects of an array", () => {
  expect(itemsBelow(root, top, "list").map((place) => place.pointer)).toEqual(["/defs/x~1y", "/list/1"]);
  expect(itemsBelow(root, top, "defs")).toEqual([]);
});

test("reads members and objects of what may be something else", () => {
  expect(memberOf({ a: 1 }, "a")).toBe(1);
  for (const value of [null, "a", ["a"], undefined]) expect(memberOf(value, "a")).toBeUndefined();
  expect(nodesIn([{ a: 1 }, null, []])).toEqual([{ a: 1 }]);
  expect(nodesIn({ length: 1 })).toEqual([]);
});

test.each(["lost", "outside"])("throws where a reference leads nowhere: %s", (key) => {
  expect(() => below(root, top, key)).toThrow(DocumentError);
});
