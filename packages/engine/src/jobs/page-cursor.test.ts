import fc from "fast-check";
import { expect, test } from "vitest";
import { readCursor, writeCursor } from "./list-jobs.ts";

test("a cursor is read as it was written", () => {
  const micros = fc.bigInt({ min: 0n, max: 9_999_999_999_999_999n }).map(String);
  fc.assert(
    fc.property(micros, fc.uuid(), (createdAt, id) => {
      const text = writeCursor({ createdAt, id });
      expect(text).toMatch(/^[\w-]+$/);
      expect(readCursor(text)).toEqual({ createdAt, id });
    }),
  );
});

test.each(["", "eyJpIjoxMDQyfQ", Buffer.from("1 2").toString("base64url"), "ä"])(
  "%j is no cursor",
  (text) => {
    expect(readCursor(text)).toBeUndefined();
  },
);
