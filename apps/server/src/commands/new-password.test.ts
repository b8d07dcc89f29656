import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { readNewPassword } from "./user.ts";

/** Types one answer to each question. */
async function typed(first: string, second: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const io = { ...captureIo(), stdin };
  const password = readNewPassword(io, undefined);
  password.catch(() => {});
  stdin.write(`${first}\r`);
  while (!io.err().includes("Once more")) await once(io.stderr, "data");
  stdin.write(`${second}\r`);
  return password;
}

test("on a terminal it is asked for twice", async () => {
  expect(await typed("correct horse", "correct horse")).toBe("correct horse");
});

test("two that differ are refused", async () => {
  await expect(typed("correct horse", "correct hose")).rejects.toThrow("the two passwords differ");
});

test("standard input may hold it", async () => {
  expect(await readNewPassword(captureIo({ stdin: "correct horse\n" }), true)).toBe("correct horse");
});
