import { expect, test } from "vitest";
import { createPasswords, type Hashing } from "./passwords.ts";

/** Hashing (fixture) that ends when it is told, and counts what is under way. */
function heldHashing() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const counts = { running: 0, most: 0, done: 0 };
  const hold = async () => {
    counts.running++;
    counts.most = Math.max(counts.most, counts.running);
    await promise;
    counts.running--;
    counts.done++;
  };
  const hashing: Hashing = {
    hash: async () => "nobody's",
    verify: async () => {
      await hold();
      return true;
    },
  };
  return { hashing, counts, release: resolve };
}

test("a password is hashed by Argon2id, differently each time, and matches itself alone", async () => {
  const passwords = createPasswords();
  const [one, two] = [await passwords.hash("correct horse"), await passwords.hash("correct horse")];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect(await passwords.matches("correct horse", one)).toBe(true);
  expect(await passwords.matches("correct horsf", one)).toBe(false);
});

test("a password is the same however its characters are composed", async () => {
  const passwords = createPasswords();
  const hashed = await passwords.hash("K\u00f6nigsberger Klopse");
  expect(await passwords.matches("Ko\u0308nigsberger Klopse", hashed)).toBe(true);
});

test("without a hash the same work is done, and nothing matches", async () => {
  const verified: string[] = [];
  const passwords = createPasswords({
    hash: async () => "nobody's",
    verify: async (hashed) => verified.push(hashed) > 0,
  });
  expect(await passwords.matches("anything", undefined)).toBe(false);
  expect(await passwords.matches("anything", "somebody's")).toBe(true);
  expect(verified).toEqual(["nobody's", "somebody's"]);
});

test("two are hashed at once, the others wait, and more than may wait are turned away at once", async () => {
  const { hashing, counts, release } = heldHashing();
  const passwords = createPasswords(hashing);
  const storm = Array.from({ length: 200 }, () => passwords.matches("x", "hash"));
  const turnedAway = await Promise.all(storm.slice(100));
  expect(new Set(turnedAway)).toEqual(new Set(["busy"]));
  expect(counts).toMatchObject({ running: 2, done: 0 });

  release();
  const verdicts = await Promise.all(storm);
  expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(counts.done);
  expect(counts).toMatchObject({ most: 2, running: 0, done: 2 + 64 });
});

test("hashing leaves the event loop free: timers and calls come in between", async () => {
  const passwords = createPasswords();
  const hashed = await passwords.hash("correct horse");
  let turns = 0;
  const order: string[] = [];
  const storm = Promise.all(Array.from({ length: 6 }, () => passwords.matches("x", hashed))).then(() => {
    order.push("storm");
  });
  const turn = () => {
    turns++;
    if (turns < 20) setImmediate(turn);
    else order.push("turns");
  };
  setImmediate(turn);
  await storm;
  expect(order).toEqual(["turns", "storm"]);
});
