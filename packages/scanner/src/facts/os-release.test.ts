import { expect, it } from "vitest";
import { parseOsRelease } from "./os-release.ts";

it.each([
  ["a bare value", "ID=debian", "debian"],
  ["a value in double quotes", 'ID="debian"', "debian"],
  ["a value in single quotes", "ID='debian'", "debian"],
  ["escapes in double quotes", 'ID="a \\"b\\" \\$c \\\\"', 'a "b" $c \\'],
  ["no escapes in single quotes", String.raw`ID='a\$b'`, String.raw`a\$b`],
  ["an equals sign in the value", "ID=a=b", "a=b"],
  ["blanks around", "  ID=debian  ", "debian"],
  ["nothing", "ID=", ""],
  ["nothing in quotes", 'ID=""', ""],
  ["a comment behind a bare value", "ID=debian # not ID=ubuntu", "debian"],
  ["a comment behind a value in double quotes", 'ID="debian" # "', "debian"],
  ["a comment behind a value in single quotes", "ID='debian' # it's", "debian"],
  ["a value with a hash", 'ID="a # b"', "a # b"],
  ["a bare value with a hash", "ID=a#b", "a#b"],
  ["an exported value", "export ID=debian", "debian"],
  ["a quote that stays open", 'ID="debian', '"debian'],
])("reads %s", (_, line, value) => {
  expect(parseOsRelease([line]).get("ID")).toBe(value);
});

it("passes over comments and what is no assignment", () => {
  expect([...parseOsRelease(["# ID=no", "", "exported ID=no", "id=no", "NAME=yes"])]).toEqual([
    ["NAME", "yes"],
  ]);
});
