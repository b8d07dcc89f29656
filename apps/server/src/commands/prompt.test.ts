import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { promptSecret } from "./prompt.ts";

function terminal() {
  return { ...captureIo(), stdin: new PassThrough() };
}

test("what is typed is read and not shown", async () => {
  const io = terminal();
  const secret = promptSecret(io, "Password of root");
  io.stdin.write("hunter2\r");
  expect(await secret).toBe("hunter2");
  expect(io.err()).toBe("Password of root: \n");
  expect(io.out()).toBe("");
});

test.each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
])("%s breaks off", async (_, key) => {
  const io = terminal();
  const secret = promptSecret(io, "Password");
  io.stdin.write(key);
  await expect(secret).rejects.toThrow("nothing was entered");
});
