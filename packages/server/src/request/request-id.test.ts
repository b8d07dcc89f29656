import { expect, test } from "vitest";
import { requestIdOf } from "./request-id.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

test.each(["a", "import-7.row_12", "A".repeat(128)])("%s is accepted", (id) => {
  expect(requestIdOf(id)).toBe(id);
});

test.each([undefined, "", "A".repeat(129), "a b", "a\r\nSet-Cookie: b=c", "a\n", "ä", "a/b", '{"$x":1}'])(
  "%j is replaced by a new UUID",
  (id) => {
    expect(requestIdOf(id)).toMatch(UUID);
  },
);
