import * as contract from "@hostscan/contract";
import { expect, test } from "vitest";
import * as client from "./enumerations.ts";
import { ActionStatus, nameOf, numberOf } from "./enumerations.ts";

test("the constants are the contract's, all of them", () => {
  const { nameOf: _, numberOf: __, ...constants } = client;
  expect(constants).toEqual({ ...contract });
});

test.each([
  [1, 1],
  ["Running", 1],
  ["running", "running"],
  ["toString", "toString"],
  [42, 42],
  [null, null],
  [undefined, undefined],
])("numberOf reads %s as %s", (value, number) => {
  expect(numberOf(ActionStatus, value)).toBe(number);
});

test.each([
  [1, "Running"],
  [0, "Queued"],
  ["Running", "Running"],
  [42, "42"],
  [null, ""],
  [undefined, ""],
])("nameOf reads %s as %s", (value, name) => {
  expect(nameOf(ActionStatus, value)).toBe(name);
});
