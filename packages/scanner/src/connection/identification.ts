import type { Socket } from "node:net";
import { codeOf, done, failed, type Step } from "../failure.ts";

/** The most a host may send before it identifies itself, in bytes. */
export const MAX_GREETING_BYTES = 16 * 1024;

/**
 * Waits until the host has said, in a whole line, that it speaks SSH (RFC 4253, 4.2), and leaves the socket
 * paused at that line. Lines before it are dropped.
 *
 * ssh2 loses an identification that comes in more than two pieces, and takes any amount of lines before it.
 */
export function awaitIdentification(socket: Socket): Promise<Step<undefined>> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const settle = (step: Step<undefined>) => {
      socket.off("data", onData).off("error", onError).off("close", onClose);
      resolve(step);
    };
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const start = startOfIdentification(received);
      if (start !== undefined) {
        socket.pause();
        settle(done(undefined));
        socket.unshift(received.subarray(start));
      } else if (received.length > MAX_GREETING_BYTES) {
        settle(failed("kex", "The host sends without end, but does not identify itself as an SSH server."));
      }
    };
    const onError = (error: Error) =>
      settle(failed("kex", `The connection broke before any SSH (${codeOf(error)}).`));
    const onClose = () =>
      settle(failed("kex", "The host closed the connection without identifying itself as an SSH server."));
    socket.on("data", onData).on("error", onError).on("close", onClose);
  });
}

/** Where the line `SSH-…` begins, once it is whole. */
function startOfIdentification(received: Buffer): number | undefined {
  for (let start = 0; ; ) {
    const end = received.indexOf("\n", start);
    if (end === -1) return undefined;
    if (received.toString("latin1", start, start + 4) === "SSH-") return start;
    start = end + 1;
  }
}
