import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { DirectoryError } from "@hostscan/directory";
import { startFixtureLdap } from "@hostscan/directory/testing";
import { certificateGate } from "@hostscan/scanner/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { readDirectory } from "./read-directory.ts";

const gate = certificateGate();

/** A fixture directory, the flags that name it, and the streams of a command, of which one may be a terminal. */
async function start(isTTY: boolean) {
  const directory = await startFixtureLdap();
  onTestFinished(() => directory.stop());
  const stderr = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY });
  const env = { HOSTSCAN_DIRECTORY_USER: "me", HOSTSCAN_DIRECTORY_PASSWORD: "x" };
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr };
  const io = { env, platform: process.platform, home: "", signals: new EventEmitter(), ...streams };
  return { io, flags: { directory: directory.url, fingerprint: directory.thumbprint } };
}

describe.skipIf(gate.skip)(gate.title("reading a directory that is a fixture"), () => {
  it.each([
    [true, "\r7 read\r\u001B[K"],
    [false, null],
  ])("with a terminal: %j, its progress is %j", async (isTTY, told) => {
    const { io, flags } = await start(isTTY);
    const read = await readDirectory(io, flags, async (_, onProgress) => {
      onProgress(7);
      return "all";
    });
    expect([read, io.stderr.read()]).toEqual(["all", told]);
    expect(io.signals.eventNames()).toEqual([]);
  });

  it("tells the directory's failure with what it said, and leaves others as they are", async () => {
    const { io, flags } = await start(false);
    const gone = readDirectory(io, flags, () =>
      Promise.reject(new DirectoryError("NoSuchBase", "there is no such unit")),
    );
    await expect(gone).rejects.toMatchObject({
      exit: "NotFound",
      message: "there is no such unit",
      details: [],
    });
    const bug = new RangeError("a bug");
    await expect(readDirectory(io, flags, () => Promise.reject(bug))).rejects.toBe(bug);
  });
});
