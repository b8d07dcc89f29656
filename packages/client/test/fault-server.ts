import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
export const job = JSON.stringify({ id, status: 2, hostScanHostStatus: [] });

/** A server that says the same to whatever it is asked, and counts how often it was. */
export async function serve(answer: (socket: Socket) => void) {
  let asked = 0;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      asked += 1;
      answer(socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { baseUrl: `http://127.0.0.1:${port}`, asked: () => asked };
}

/** An answer, given once and closed. */
export const http =
  (head: string, body: string | Buffer = "") =>
  (socket: Socket) => {
    socket.write(`HTTP/1.1 ${head}\r\nConnection: close\r\n\r\n`);
    socket.end(body);
  };
export const json = "200 OK\r\nContent-Type: application/json";
