import { expect, test } from "vitest";
import { hostWords } from "./host-words.ts";

test("words of a host are cleaned and bounded", () => {
  const words = hostWords(["hunter2"]);
  expect(words("Too many\r\n\u001b[31mfailures\u0000")).toBe("Too many failures");
  expect(words("x".repeat(100_000))).toHaveLength(200);
  expect(hostWords([undefined, ""])("words")).toBe("words");
});

test.each([
  "hunter2",
  "You said hunter2!",
  "HUNTER2",
  "hun\u200bter2",
  "hunter\u001b[0m2",
  // Where the words are cut, nothing of it may be left.
  `${"x".repeat(195)} hunter2`,
  "the root of all",
  "hun ter\r\n2",
  "theroo tof",
])("of words that hold a secret nothing is told: %j", (text) => {
  expect(hostWords(["hunter2", "the  root of all"])(text)).toBe("");
});
