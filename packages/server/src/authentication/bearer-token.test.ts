import { expect, test } from "vitest";
import { bearerTokenOf } from "./bearer-token.ts";

test.each([
  ["Bearer abc.def-ghi_jkl~mno+pqr/stu==", "abc.def-ghi_jkl~mno+pqr/stu=="],
  ["bearer abc", "abc"],
  ["BEARER   abc", "abc"],
])("%s holds a token", (header, token) => {
  expect(bearerTokenOf(header)).toEqual({ token });
});

test.each(["Bearer", "Bearer ", "Bearer a b", "Bearer a,b", "Bearer ä", "Bearer =abc"])(
  "%s is malformed",
  (header) => {
    expect(bearerTokenOf(header)).toBe("malformed");
  },
);

test.each([undefined, "", "Basic YWJjOmRlZg==", "Bearerabc", "abc"])(
  "%s is not a bearer's header",
  (header) => {
    expect(bearerTokenOf(header)).toBeUndefined();
  },
);
