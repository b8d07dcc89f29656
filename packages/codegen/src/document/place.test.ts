import { expect, test } from "vitest";
import { member, memberObject, members, Place, requiredMember, UnsupportedSpecError } from "./place.ts";

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
