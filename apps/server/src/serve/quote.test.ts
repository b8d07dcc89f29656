import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { quote } from "./first-steps.ts";

test("plain words stay as they are", () => {
  expect(quote("/usr/bin/node")).toBe("/usr/bin/node");
  expect(quote("--conditions=@hostscan/source")).toBe("--conditions=@hostscan/source");
});

test.each(["", "a b", "it's", "$HOME", "`id`", "a\nb", "~", "a;b", '"', "\\"])(
  "%j survives a shell",
  (word) => {
    expect(execFileSync("sh", ["-c", `printf %s ${quote(word)}`], { encoding: "utf8" })).toBe(word);
  },
);
