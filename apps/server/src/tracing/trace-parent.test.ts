import { expect, test } from "vitest";
import { readTraceParent, writeTraceParent } from "./tracing.ts";

const TEXT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("what is kept is read again", () => {
  const context = readTraceParent(TEXT) ?? expect.fail("not read");
  expect(context).toEqual({
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    spanId: "00f067aa0ba902b7",
    traceFlags: 1,
    isRemote: true,
  });
  expect(writeTraceParent(context)).toBe(TEXT);
});

test.each(["", "00-4bf9-00f0-01", TEXT.toUpperCase(), `00-${"0".repeat(32)}-00f067aa0ba902b7-01`])(
  "'%s' is none",
  (text) => {
    expect(readTraceParent(text)).toBeUndefined();
  },
);

test("the context of no span is not written", () => {
  const none = { traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 0 };
  expect(writeTraceParent(none)).toBeUndefined();
});
