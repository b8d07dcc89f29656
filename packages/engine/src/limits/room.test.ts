import { expect, test } from "vitest";
import { Room } from "./room.ts";
import { DEFAULT_LIMITS } from "./scan-limits.ts";

const limits = { ...DEFAULT_LIMITS, total: 10, perCredential: 4, perNetwork: 2 };
const place = (credentialId: string, network: string) => ({ credentialId, network });

test("there is as much room as the tightest limit leaves", () => {
  const room = new Room(limits, [
    { credentialId: "a", network: "one", running: 1 },
    { credentialId: "a", network: "two", running: 2 },
    { credentialId: null, network: "", running: 3 },
  ]);
  expect(room.at(place("a", "one"))).toBe(1);
  expect(room.at(place("b", "one"))).toBe(1);
  expect(room.at(place("b", "two"))).toBe(0);
  expect(room.at(place("b", "three"))).toBe(2);
  expect(room.at(place("b", ""))).toBe(4);
});

test("what is taken is counted", () => {
  const room = new Room(limits, []);
  const taken = Array.from({ length: 4 }, () => room.take(place("a", "one")));
  expect(taken).toEqual([true, true, false, false]);
  expect([room.take(place("a", "")), room.take(place("a", "")), room.take(place("a", ""))]).toEqual([
    true,
    true,
    false,
  ]);
});

test("more running than a limit allows, since it was lowered, is no room", () => {
  expect(new Room(limits, [{ credentialId: "a", network: "one", running: 50 }]).at(place("b", "two"))).toBe(
    0,
  );
});
