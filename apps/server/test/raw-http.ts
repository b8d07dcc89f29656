import { connect } from "node:net";
import { text } from "node:stream/consumers";

/** Sends bytes to a loopback port and resolves to all that comes back until the other side closes. */
export function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}
