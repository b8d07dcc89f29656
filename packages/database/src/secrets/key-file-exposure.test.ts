import { expect, test } from "vitest";
import { keyFileExposure } from "./key-file-exposure.ts";

const judge = (uid: number, mode: number) =>
  keyFileExposure("/run/secrets/key", { uid, mode: 0o100_000 | mode });

test.each([0o400, 0o600, 0o440, 0o640])("mode %o is kept well, whoever owns the file", (mode) => {
  expect([judge(0, mode), judge(1_000, mode)]).toEqual([undefined, undefined]);
});

test.each([0o444, 0o644, 0o604, 0o755])("mode %o is told where root owns the file, else refused", (mode) => {
  const text =
    "the key in /run/secrets/key can be read by every user of this machine: chmod o-rwx,g-w /run/secrets/key";
  expect(judge(0, mode)).toEqual({ isRefused: false, text: `${text}, or mount it with mode 0400` });
  expect(judge(1_000, mode)).toEqual({ isRefused: true, text });
});

test.each([
  [0o660, "its group"],
  [0o620, "its group"],
  [0o602, "every user of this machine"],
  [0o664, "every user of this machine"],
  [0o777, "every user of this machine"],
])("mode %o is refused, whoever owns the file", (mode, by) => {
  for (const uid of [0, 1_000]) {
    expect(judge(uid, mode)).toMatchObject({ isRefused: true, text: expect.stringContaining(by) });
  }
});
