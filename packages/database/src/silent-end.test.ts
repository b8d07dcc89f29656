import { once } from "node:events";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { expect, test } from "vitest";
import { isUnavailable } from "./is-unavailable.ts";
import { socketThatEndsInSilence } from "./open-database.ts";

test("a socket of a silent peer breaks, which means unavailable (fixture port)", async () => {
  await using peer = await startFixtureTcpServer();
  const closed = once(socketThatEndsInSilence(20).connect(peer.port, peer.host), "close");
  await expect(closed).rejects.toThrow("Connection terminated: the database was silent for 0.02 s");
  await expect(closed).rejects.toSatisfy(isUnavailable);
});

test("a socket of a peer that speaks now and then stays (fixture port)", async () => {
  const words = 20;
  await using peer = await startFixtureTcpServer((socket) => {
    let said = 0;
    const speaking = setInterval(() => {
      said += 1;
      if (said < words) return void socket.write("word");
      clearInterval(speaking);
      socket.end();
    }, 20);
  });
  const socket = socketThatEndsInSilence(300).connect(peer.port, peer.host);
  let heard = 0;
  for await (const chunk of socket) heard += chunk.length;
  expect(heard).toBe((words - 1) * "word".length);
});
