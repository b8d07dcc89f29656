import { once } from "node:events";
import { connect, type NetConnectOpts } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 50;

/** For a daemon that says nowhere that it is ready. @throws Error where it ends first. */
export async function untilListening(socket: NetConnectOpts, ended: Promise<unknown>): Promise<void> {
  const isOver = ended.then(() => true);
  for (;;) {
    const connection = connect(socket);
    const connected = await once(connection, "connect").then(
      () => true,
      () => false,
    );
    connection.destroy();
    if (connected) return;
    if (await Promise.race([isOver, delay(POLL_MS, false)])) throw new Error("It has ended.");
  }
}
