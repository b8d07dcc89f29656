import { randomBytes, webcrypto } from "node:crypto";
import { expect, test } from "vitest";
import type { SigningKey } from "./signing-key.ts";
import { followKeys, type KeyRing } from "./signing-keys.ts";

async function makeKey(id: string): Promise<SigningKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return { id, key: await webcrypto.subtle.importKey("raw", randomBytes(32), algorithm, false, ["sign"]) };
}

const outOfReach = Object.assign(new Error("out of reach"), { code: "ECONNREFUSED" });
const always = { known: 0, unknown: 0 };

test("a key that is known outlives a database out of reach; of others nothing is said", async () => {
  const first: KeyRing = [await makeKey("known")];
  const keys = followKeys(first, () => Promise.reject(outOfReach), always);
  expect(await keys.find("known")).toBe(first[0]);
  await expect(keys.find("another")).rejects.toBe(outOfReach);
  await expect(keys.signing()).rejects.toBe(outOfReach);
});

test("a fault of our own is thrown, whatever key is asked for", async () => {
  const fault = new Error("a bug");
  const keys = followKeys([await makeKey("known")], () => Promise.reject(fault), always);
  await expect(keys.find("known")).rejects.toBe(fault);
});

test("a reading that failed does not stand in the way of the next", async () => {
  const second: KeyRing = [await makeKey("second")];
  const readings = [() => Promise.reject(outOfReach), async () => second];
  const keys = followKeys(
    [await makeKey("first")],
    () => (readings.shift() ?? expect.fail("read again"))(),
    always,
  );
  await expect(keys.find("second")).rejects.toBe(outOfReach);
  expect(await keys.find("second")).toBe(second[0]);
});
