import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { commandsOn } from "../installation-env.ts";
import { startProcess } from "../process.ts";
import { mountSmallDisk, smallDiskGate } from "./small-disk.ts";

const gate = smallDiskGate();

/** Too little for a cluster. */
const MIB = 4;
const NOBODY = 65_534;
const UNAVAILABLE = 69;

function mountDisk() {
  const disk = mountSmallDisk(MIB);
  onTestFinished(() => disk.remove());
  return disk;
}

/** How a server ends that cannot start with its data on a disk. */
function serveOn(path: string) {
  const dataDir = join(path, "above", "data");
  return commandsOn({ HOSTSCAN_DATA_DIR: dataDir }).run(["serve", "--port", "0", "--log-level", "silent"]);
}

const oneLine = (reason: string) => expect.stringMatching(new RegExp(`^hostscan-server: .*${reason}.*\\n$`));

test.skipIf(gate.skip)(gate.title("a read-only disk is told in one line"), async () => {
  const disk = mountDisk();
  disk.makeReadOnly();
  const ended = await serveOn(disk.path);
  expect(ended).toEqual({ code: UNAVAILABLE, out: "", err: oneLine("EROFS") });
});

test.skipIf(gate.skip)(gate.title("a disk that is full is told in one line"), async () => {
  const ended = await serveOn(mountDisk().path);
  expect(ended).toEqual({ code: UNAVAILABLE, out: "", err: oneLine("No space left on device") });
});

test.skipIf(gate.skip)(gate.title("a data folder of somebody else is told in one line"), async () => {
  const disk = mountDisk();
  const dataDir = join(disk.path, "data");
  mkdirSync(dataDir, { mode: 0o700 });
  const other = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] as const;
  const server = startProcess(["serve", "--port", "0", "--log-level", "silent"], {
    env: { HOSTSCAN_DATA_DIR: dataDir },
    command: [...other, process.execPath, inject("serverExecutable")],
  });
  expect(await server.ended).toEqual({ code: UNAVAILABLE, signal: null });
  expect(server.err()).toEqual(oneLine("EACCES"));
});
