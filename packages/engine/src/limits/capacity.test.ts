import { expect, test } from "vitest";
import { Capacity } from "./capacity.ts";
import { DEFAULT_LIMITS } from "./scan-limits.ts";

const limits = { ...DEFAULT_LIMITS, total: 10, perCredential: 4, perNetwork: 2 };
const place = (credentialId: string, network: string) => ({ credentialId, network });

test("there is as much capacity as the tightest limit leaves", () => {
  const capacity = new Capacity(limits, [
    { credentialId: "a", network: "one", running: 1 },
    { credentialId: "a", network: "two", running: 2 },
    { credentialId: null, network: "", running: 3 },
  ]);
  expect(capacity.at(place("a", "one"))).toBe(1);
  expect(capacity.at(place("b", "one"))).toBe(1);
  expect(capacity.at(place("b", "two"))).toBe(0);
  expect(capacity.at(place("b", "three"))).toBe(2);
  expect(capacity.at(place("b", ""))).toBe(4);
});

test("what is taken is counted", () => {
  const capacity = new Capacity(limits, []);
  const taken = Array.from({ length: 4 }, () => capacity.take(place("a", "one")));
  expect(taken).toEqual([true, true, false, false]);
  expect([
    capacity.take(place("a", "")),
    capacity.take(place("a", "")),
    capacity.take(place("a", "")),
  ]).toEqual([true, true, false]);
});

test("more running than a limit allows, since it was lowered, is no capacity", () => {
  expect(
    new Capacity(limits, [{ credentialId: "a", network: "one", running: 50 }]).at(place("b", "two")),
  ).toBe(0);
});
