import { expect, test } from "vitest";
import { z } from "zod";
import { wireBoolean, wireInteger } from "./wire.ts";

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
