import { expect, test } from "vitest";
import { z } from "zod";
import {
  anyObject,
  dependentRequired,
  eachMember,
  integer,
  maxLength,
  maxProperties,
  minLength,
  minProperties,
  uniqueItems,
  wireBoolean,
  wireInteger,
} from "./runtime.ts";

const messageOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;

test("a text is measured in characters", () => {
  const text = z.string().check(minLength(2), maxLength(3));
  expect(messageOf(text, "😀")).toBe("must have a length of at least 2");
  expect(messageOf(text, "😀😀")).toBeUndefined();
  expect(messageOf(text, "a😀a")).toBeUndefined();
  expect(messageOf(text, "😀😀😀😀")).toBe("must have a length of at most 3");
  expect(messageOf(text, "a")).toBe("must have a length of at least 2");
});

test("halves of a character that stand alone count as one", () => {
  expect(messageOf(z.string().check(maxLength(1)), "\ud83d")).toBeUndefined();
  expect(messageOf(z.string().check(maxLength(1)), "\ud83d\ud83d")).toBeDefined();
});

test("an integer has no fraction", () => {
  expect(messageOf(z.number().check(integer()), 1.5)).toBe("must be an integer");
  expect(messageOf(z.number().check(integer()), 2 ** 60)).toBeUndefined();
});

test("an object is none of the rest, and is not looked into where it is none", () => {
  const counted = anyObject().check(minProperties(1));
  for (const value of [null, [], "a", undefined])
    expect(counted.safeParse(value).error?.issues.map(({ message }) => message)).toEqual([
      "must be an object",
    ]);
});

test("a member named __proto__ is judged as the others", () => {
  const schema = eachMember(z.string());
  expect(schema.safeParse(JSON.parse('{"__proto__": 1}')).error?.issues).toMatchObject([
    { path: ["__proto__"], message: "is not as the others must be" },
  ]);
  expect(messageOf(schema, JSON.parse('{"__proto__": "a"}'))).toBeUndefined();
});

test("a member that asks for others names them", () => {
  const value = anyObject().check(dependentRequired(["a", "b", "c"]));
  expect(messageOf(value, { a: 1, b: 1 })).toBe("must have b, c beside a");
});

test("members are counted", () => {
  const value = anyObject().check(minProperties(1), maxProperties(2));
  expect(messageOf(value, {})).toBe("must have at least 1 members");
  expect(messageOf(value, { a: 1 })).toBeUndefined();
  expect(messageOf(value, { a: 1, b: 2, c: 3 })).toBe("must have at most 2 members");
});

test("items are told apart as JSON values", () => {
  const items = z.array(z.unknown()).check(uniqueItems());
  expect(
    messageOf(items, [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ]),
  ).toBe("must not hold an item twice");
  expect(messageOf(items, [{ a: 1, b: 2 }, { a: 2, b: 1 }, [1, 2], [2, 1]])).toBeUndefined();
});

const limit = wireInteger(z.int32().min(1).max(200));

test("an integer is read from its digits", () => {
  expect(limit.parse("200")).toBe(200);
  expect(wireInteger(z.number()).parse("-7")).toBe(-7);
  expect(wireInteger(z.number()).parse("0")).toBe(0);
});

test.each(["", " 1", "1 ", "+1", "-0", "01", "1.0", "1e2", "0x10", "1,2", "１", "abc", "null"])(
  "%j is no integer on the wire",
  (text) => {
    expect(limit.safeParse(text).error?.issues).toMatchObject([{ message: "must be a whole number" }]);
  },
);

test("what is read must still be admitted", () => {
  expect(limit.safeParse("201").success).toBe(false);
  expect(limit.safeParse("99999999999999999999").success).toBe(false);
});

test("a parameter given several times is refused", () => {
  expect(limit.safeParse(["1", "2"]).error?.issues).toMatchObject([{ message: "must be given once" }]);
  expect(wireBoolean(z.boolean()).safeParse(["true", "true"]).success).toBe(false);
});

test("a boolean is one of two words", () => {
  const boolean = wireBoolean(z.boolean());
  expect(boolean.parse("true")).toBe(true);
  expect(boolean.parse("false")).toBe(false);
  for (const text of ["", "TRUE", "1", "yes"]) {
    expect(boolean.safeParse(text).error?.issues).toMatchObject([{ message: "must be true or false" }]);
  }
});
