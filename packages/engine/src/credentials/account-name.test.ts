import { expect, test } from "vitest";
import { domainOf } from "./account-name.ts";

test.each([
  ["scan", null],
  ["scan@CORP.EXAMPLE", "CORP.EXAMPLE"],
  ["CORP\\scan", "CORP"],
  ["a@b@c", "c"],
  ["@corp", null],
  ["scan@", null],
])("the domain of %s is %s", (account, domain) => {
  expect(domainOf(account)).toBe(domain);
});
