import { expect, test } from "vitest";
import { checkServer, serverFault } from "./check-server.ts";
import { createEmptyDatabase } from "./testing/index.ts";

const GOOD = { version: 150_004, encoding: "UTF8", isStandby: false };

test.each([
  [{ version: 140_020 }, "Postgres 14, and 15 or newer is needed"],
  [{ version: 90_624 }, "Postgres 9, and 15 or newer is needed"],
  [{ encoding: "SQL_ASCII" }, "encoding is SQL_ASCII, and UTF8 is needed"],
  [{ isStandby: true }, "is a standby"],
])("a server that is %o cannot be used (fixture)", (state, message) => {
  expect(serverFault({ ...GOOD, ...state })).toContain(message);
});

test("a server of today can be used", async () => {
  expect(serverFault(GOOD)).toBeUndefined();
  const { db, drop } = await createEmptyDatabase();
  await expect(checkServer(db)).resolves.toBeUndefined();
  await drop();
});
