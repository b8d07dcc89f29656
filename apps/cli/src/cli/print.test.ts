import { PassThrough, Writable } from "node:stream";
import { expect, test } from "vitest";
import { print, printJson } from "./print.ts";

test("JSON says the same, in characters that drive no terminal", async () => {
  const stdout = new PassThrough({ encoding: "utf8" });
  const value = { text: "\u001b[2J\u009b31m\u202e\u{e0001}\u2028 東京" };
  await printJson({ stdout }, value);
  const text = String(stdout.read());
  expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}|\p{Zl}/u);
  expect(text).toContain("東京");
  expect(JSON.parse(text)).toEqual(value);
});

test("any other fault than a reader that went away comes through", async () => {
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error("disk full")) });
  stdout.on("error", () => {});
  await expect(print({ stdout }, "x")).rejects.toThrow("disk full");
});
