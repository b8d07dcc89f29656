import { expect, test } from "vitest";
import { bearer } from "./token.ts";

test("a token may have been read from a file", () => {
  expect(bearer("t-1\n")).toBe("Bearer t-1");
});

test.each(["", " ", undefined, 7, {}])("%j is no token", (token) => {
  expect(() => bearer(token)).toThrow("not sent: there is no token");
});

test.each(["t 1", "t\n1", "tö"])("%j cannot be sent, and the error does not tell it", (token) => {
  const refused = () => bearer(token);
  expect(refused).toThrow(expect.objectContaining({ name: "HostScanRequestError" }));
  expect(refused).toThrow("not sent: the token cannot be sent in a header");
});
