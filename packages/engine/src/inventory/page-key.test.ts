import { expect, test } from "vitest";
import { cutPage, readPageKey, writePageKey } from "./page-key.ts";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const made = (...parts: readonly unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");

test("a key is read as it was written, by its own list", () => {
  expect(readPageKey("hosts", writePageKey("hosts", id))).toEqual([id]);
  expect(readPageKey("changes", writePageKey("changes", "1", id))).toEqual(["1", id]);
  expect(readPageKey("accounts", writePageKey("hosts", id))).toBeUndefined();
});

test.each([
  ["a changed one", "hosts", `${writePageKey("hosts", id)}!`],
  ["one in another base64", "accounts", `${made("accounts", "\u00ff?>", id)}=`],
  ["no id", "hosts", made("hosts", "x")],
  ["an id in capitals", "hosts", made("hosts", id.toUpperCase())],
  ["no text", "hosts", made("hosts", 1)],
  ["too few parts", "changes", made("changes", "1")],
  ["too many parts", "hosts", made("hosts", id, id)],
  ["no digits", "changes", made("changes", "1e5", id)],
  ["too many digits", "changes", made("changes", "1".repeat(17), id)],
  ["a NUL", "entries", made("entries", "0", "a\0b")],
  ["half a character", "entries", made("entries", "0", "\ud800")],
  ["no JSON", "hosts", "not-a-cursor"],
  ["no array", "hosts", Buffer.from("{}").toString("base64url")],
] as const)("%s is no key", (_, list, text) => {
  expect(readPageKey(list, text)).toBeUndefined();
});

test("a page leads on where there is more than it holds, for whatever cause", () => {
  const cut = (rows: readonly string[], limit: number, found?: number) =>
    cutPage(rows, limit, (last) => last, found);
  expect(cut(["a", "b"], 2)).toEqual({ items: ["a", "b"] });
  expect(cut(["a", "b", "c"], 2)).toEqual({ items: ["a", "b"], next: "b" });
  expect(cut(["a"], 2, 3)).toEqual({ items: ["a"], next: "a" });
  expect(cut([], 2)).toEqual({ items: [] });
});
