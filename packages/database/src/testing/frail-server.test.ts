import { expect, test } from "vitest";
import { ask } from "./database-folder.ts";
import { startFrailServer } from "./frail-server.ts";

test("a server that crashed keeps what was committed, and serves again once it is started", async () => {
  await using server = await startFrailServer();
  const { connectionString } = server;
  await ask(connectionString, "create table kept as select 7 as number");
  await server.crash();
  await expect(ask(connectionString, "select 1")).rejects.toMatchObject({ code: "ENOENT" });
  await server.start();
  expect(await ask(connectionString, "select number from kept")).toBe(7);
});
