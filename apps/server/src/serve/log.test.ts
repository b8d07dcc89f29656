import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { createLog } from "./log.ts";

test("tells an error's name, message, code and causes, and nothing that was hung on it", async () => {
  const stderr = new PassThrough();
  const error = new Error("terminating connection", { cause: new RangeError("too far") });
  Object.assign(error, { code: "57P01", client: { password: "hunter2" } });

  createLog({ stderr }, "info").error({ err: error }, "database connection lost");

  stderr.end();
  const line: unknown = JSON.parse(await text(stderr));
  expect(line).toMatchObject({
    msg: "database connection lost",
    err: { type: "Error", message: "terminating connection", code: "57P01", cause: { type: "RangeError" } },
  });
  expect(line).not.toHaveProperty("err.client");
});
