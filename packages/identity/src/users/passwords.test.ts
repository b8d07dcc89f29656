import { expect, test } from "vitest";
import { createPasswords } from "./passwords.ts";

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
