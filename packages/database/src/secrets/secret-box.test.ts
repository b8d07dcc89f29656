import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { SecretBox, type SecretPlace } from "./secret-box.ts";
import { SecretKey } from "./secret-key.ts";

const box = new SecretBox(new SecretKey(randomBytes(32)));
const place: SecretPlace = { table: "credential", id: "00000000-0000-0000-0000-000000000001" };

test("what is sealed opens, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(box.open(place, box.seal(place, text))).toBe(text);
    }),
  );
});

test("the same text never looks the same, and does not show", () => {
  const [one, two] = [box.seal(place, "a plain password"), box.seal(place, "a plain password")];
  expect(one.secret).not.toEqual(two.secret);
  expect(one.secret.toString("latin1")).not.toContain("plain");
});

test("a changed bit anywhere, and any missing end, is noticed", () => {
  const sealed = box.seal(place, "secret");
  for (let index = 0; index < sealed.secret.length; index += 1) {
    const secret = Buffer.from(sealed.secret);
    secret.writeUInt8(secret.readUInt8(index) ^ 1, index);
    expect(() => box.open(place, { ...sealed, secret })).toThrow("was changed outside of Hostscan");
    expect(() => box.open(place, { ...sealed, secret: sealed.secret.subarray(0, index) })).toThrow("changed");
  }
});

test("a secret moved to another row or table does not open", () => {
  const sealed = box.seal(place, "secret");
  const elsewhere = { ...place, id: "00000000-0000-0000-0000-000000000002" };
  expect(() => box.open(elsewhere, sealed)).toThrow("was changed outside of Hostscan");
  expect(() => box.open({ ...place, table: "signing_key" }, sealed)).toThrow(
    "was changed outside of Hostscan",
  );
});

test("another installation's key does not open it, and says so", () => {
  const other = new SecretBox(new SecretKey(randomBytes(32)));
  const sealed = box.seal(place, "secret");
  expect(() => other.open(place, sealed)).toThrow(`was made with key ${box.keyId}, not ${other.keyId}`);
  expect(() => other.open(place, { ...sealed, key_id: other.keyId })).toThrow("was changed");
});

test("a box without a key does nothing, and says why", () => {
  const empty = new SecretBox(undefined);
  expect(() => empty.keyId).toThrow("was begun without it");
  expect(() => empty.seal(place, "secret")).toThrow("was begun without it");
});

test("once another key is adopted, the former one counts for a moment, and no other does", () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(1_000);
  onTestFinished(() => now.mockRestore());
  const rotated = new SecretBox(new SecretKey(randomBytes(32)));
  const [sealed, former] = [rotated.seal(place, "secret"), rotated.keyId];
  rotated.adopt(new SecretKey(randomBytes(32)));
  expect(rotated.keyId).not.toBe(former);
  expect(rotated.seal(place, "secret").key_id).toBe(rotated.keyId);
  now.mockReturnValue(30_999);
  expect(rotated.open(place, sealed)).toBe("secret");
  expect(() => rotated.open(place, box.seal(place, "secret"))).toThrow(`was made with key ${box.keyId}`);
  now.mockReturnValue(31_000);
  expect(() => rotated.open(place, sealed)).toThrow(`was made with key ${former}, not ${rotated.keyId}`);
});
