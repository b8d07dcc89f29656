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
])("reads %s", (_, line, value) => {
  expect(parseOsRelease([line]).get("ID")).toBe(value);
});

it("passes over comments and what is no assignment", () => {
  expect([...parseOsRelease(["# ID=no", "", "export ID=no", "id=no", "NAME=yes"])]).toEqual([
    ["NAME", "yes"],
  ]);
});
