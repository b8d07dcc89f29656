import { expect, test } from "vitest";
import {
  member,
  memberObject,
  members,
  Place,
  requiredMember,
  resolve,
  UnsupportedSpecError,
} from "./place.ts";

const place = new Place({ "a/b~c": { list: [1, "x"] }, flag: true }).object();

test("a place names itself by its JSON Pointer", () => {
  const nested = requiredMember(requiredMember(place, "a/b~c").object(), "list").items();
  expect(nested.map(({ pointer }) => pointer)).toEqual(["#/a~1b~0c/list/0", "#/a~1b~0c/list/1"]);
});

test("a complaint carries the place", () => {
  const complain = () => requiredMember(place, "flag").fail("is wrong");
  expect(complain).toThrow(new UnsupportedSpecError("#/flag", "is wrong"));
  expect(complain).toThrow(expect.objectContaining({ name: "UnsupportedSpecError", pointer: "#/flag" }));
});

test("a value of another type than asked for is complained about", () => {
  const flag = requiredMember(place, "flag");
  expect(() => flag.object()).toThrow("#/flag: must be an object");
  expect(() => flag.items()).toThrow("#/flag: must be an array");
  expect(() => flag.string()).toThrow("#/flag: must be a string");
  expect(() => flag.number()).toThrow("#/flag: must be a number");
  expect(() => requiredMember(place, "a/b~c").boolean()).toThrow("#/a~1b~0c: must be true or false");
  expect(flag.boolean()).toBe(true);
});

test("a member is looked up among the object's own", () => {
  expect(member(place, "flag")?.value).toBe(true);
  expect(member(place, "toString")).toBeUndefined();
  expect(() => requiredMember(place, "toString")).toThrow("#: has no toString");
});

test("a missing object of named things is an empty one", () => {
  expect(members(memberObject(place, "missing"))).toEqual([]);
  expect(members(memberObject(place, "a/b~c")).map(([name]) => name)).toEqual(["list"]);
});

const root = {
  components: {
    parameters: {
      Limit: { name: "limit" },
      Same: { $ref: "#/components/parameters/Limit" },
      "a/b": { name: "odd" },
      "a~b": { name: "wave" },
    },
    headers: { A: { $ref: "#/components/headers/B" }, B: { $ref: "#/components/headers/A" }, Text: "text" },
  },
};

const resolved = ($ref: string) => resolve(new Place({ $ref }, "#/here"), root);

test("what is no reference stays as it is", () => {
  expect(resolve(new Place({ name: "after" }), root).value).toEqual({ name: "after" });
});

test("references are followed to the end, which knows its place", () => {
  const limit = resolved("#/components/parameters/Same");
  expect(limit.value).toEqual({ name: "limit" });
  expect(limit.pointer).toBe("#/components/parameters/Limit");
});

test("escapes in a reference are undone", () => {
  expect(resolved("#/components/parameters/a~1b").value).toEqual({ name: "odd" });
  expect(resolved("#/components/parameters/a~0b").value).toEqual({ name: "wave" });
});

test.each([
  ["other.yaml", "unsupported $ref other.yaml"],
  ["#/components/parameters/None", "$ref #/components/parameters/None points at nothing"],
  ["#/components/headers/Text", "$ref #/components/headers/Text points at nothing"],
])("a reference to %s leads nowhere", ($ref, problem) => {
  expect(() => resolved($ref)).toThrow(`#/here/$ref: ${problem}`);
});

test("references in a circle are found", () => {
  expect(() => resolved("#/components/headers/A")).toThrow("leads back to itself");
});
