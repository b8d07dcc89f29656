import { once } from "node:events";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { answerClientError } from "./client-error.ts";

function fault(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

test("a request that did not arrive in time is a problem document", async () => {
  const socket = new PassThrough();
  answerClientError(fault("ERR_HTTP_REQUEST_TIMEOUT"), socket);
  const [head, body] = (await text(socket)).split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(head).toMatch(/Connection: close$/);
  expect(JSON.parse(String(body))).toEqual({
    type: "urn:hostscan:problem:request-timeout",
    title: "Request Timeout",
    status: 408,
    detail: "The request did not arrive in time.",
  });
});

test("nobody is answered who has gone", () => {
  const socket = new PassThrough();
  answerClientError(fault("ECONNRESET"), socket);
  expect(socket.destroyed).toBe(true);
});

test("nothing is written to a connection that is closed for writing", async () => {
  const socket = new PassThrough().end();
  const errors: Error[] = [];
  socket.on("error", (error) => errors.push(error));
  const closed = once(socket, "close");
  answerClientError(fault("HPE_INVALID_METHOD"), socket);
  await closed;
  expect(errors).toEqual([]);
});
