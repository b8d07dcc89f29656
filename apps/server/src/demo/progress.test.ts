import { expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { createProgress } from "./progress.ts";

test("a pipe gets plain lines", () => {
  const io = captureIo();
  const progress = createProgress(io);
  progress.step("begin");
  progress.state("queued");
  progress.state("running");
  progress.step("end");
  expect(io.out()).toBe("begin\nqueued\nrunning\nend\n");
});

test("on a terminal each state takes the place of the one before", () => {
  const io = captureIo();
  const stdout = Object.assign(io.stdout, { isTTY: true });
  const progress = createProgress({ stdout });
  progress.step("begin");
  progress.state("queued");
  progress.state("running");
  progress.step("end");
  progress.step("really");
  expect(io.out()).toBe("begin\n\r\u001b[2Kqueued\r\u001b[2Krunning\nend\nreally\n");
});
