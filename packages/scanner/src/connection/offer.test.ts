import { once } from "node:events";
import { expect, test } from "vitest";
import { failure, scanned } from "../../test/scanning.ts";
import { startFixtureSshServer, startFixtureTcpServer } from "../testing/index.ts";

test("a host is not let choose a group for Diffie-Hellman: to prove one safe takes many seconds", async () => {
  const offer = Promise.withResolvers<string>();
  await using host = await startFixtureTcpServer(async (socket) => {
    socket.write("SSH-2.0-Fixture\r\n");
    let text = "";
    while (!text.includes("hmac-sha2-256")) {
      const [chunk] = await once(socket, "data");
      text += String(chunk);
    }
    offer.resolve(text);
    socket.destroy();
  });
  await scanned({ port: host.port });
  expect(await offer.promise).toContain("curve25519-sha256");
  expect(await offer.promise).not.toContain("group-exchange");
});

test("a fixture host that exchanges keys over and over is left", async () => {
  await using host = await startFixtureSshServer({
    onConnection(connection) {
      connection.on("ready", () => connection.rekey());
      connection.on("rekey", () => connection.rekey());
    },
    onExec() {
      // Silent, so that nothing but the keys is spoken of.
    },
  });
  const { username, password, port } = host;
  expect(await scanned({ port, credential: { username, password } })).toMatchObject(
    failure("collect", /51 key exchanges/),
  );
});
