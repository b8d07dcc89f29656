import { expect, test } from "vitest";
import { hostWords } from "./host-words.ts";

test("words of a host are cleaned and bounded", () => {
  const words = hostWords({ password: "hunter2" });
  expect(words("Too many\r\n\u001b[31mfailures\u0000")).toBe("Too many failures");
  expect(words("x".repeat(100_000))).toHaveLength(200);
});

test.each(["hunter2", "You said hunter2!", "HUNTER2", "hun\u200bter2", "hunter\u001b[0m2"])(
  "of words that hold the password nothing is told: %j",
  (text) => {
    expect(hostWords({ password: "hunter2" })(text)).toBe("");
  },
);
