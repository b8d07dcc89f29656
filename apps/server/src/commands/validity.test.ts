import { expect, test } from "vitest";
import { validityOf } from "./validity.ts";

const soon = new Date(Date.now() + 60_000);
const past = new Date(Date.now() - 1);

test.each([
  ["valid", { revokedAt: null, expiresAt: soon }],
  ["expired", { revokedAt: null, expiresAt: past }],
  ["revoked", { revokedAt: past, expiresAt: soon }],
  ["revoked", { revokedAt: past, expiresAt: past }],
])("it is %s", (validity, token) => {
  expect(validityOf(token)).toBe(validity);
});
