import { expect, test } from "vitest";
import { bar } from "../follow/frame.ts";

test.each([
  [0, 3, { LANG: "en_US.UTF-8" }, "[░░░░]"],
  [2, 3, { LC_ALL: "C.utf8" }, "[██░░]"],
  [3, 3, { LC_ALL: "C", LANG: "C.UTF-8" }, "[####]"],
  [0, 0, {}, "[####]"],
])("%i of %i with %j is %s", (done, all, env, text) => {
  expect(bar(done, all, 4, env)).toBe(text);
});
