import { Socket } from "node:net";

/**
 * A socket for a connection to the database that breaks once it has been silent for so many milliseconds.
 *
 * A peer may go without a word: its machine lost power, or something between forwards no more. What was asked of it would
 * then be waited for without end, and the connection, lent out, would never be replaced.
 */
export function socketThatEndsInSilence(silenceMs: number): Socket {
  const socket = new Socket();
  const fault = () => new Error(`Connection terminated: the database was silent for ${silenceMs / 1_000} s`);
  return socket.setTimeout(silenceMs, () => socket.destroy(fault()));
}
