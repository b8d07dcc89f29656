import { expect, it } from "vitest";
import { startDaemon } from "./daemon.ts";
import { startOnFreePort } from "./port.ts";

const HERALD = { name: "a shell", listening: /listening/, inUse: /in use/ };
const shell = (script: string) => startDaemon({ program: "sh", args: ["-c", script] });

it("follows what a daemon writes, and stops it", async () => {
  const daemon = shell("echo one >&2; echo two >&2; exec cat /dev/zero");
  await daemon.log.until(/two/);
  await daemon.log.until(/one/);
  expect(daemon.log.text()).toBe("one\ntwo\n");
  await daemon.stop();
});

it("waits for no text that cannot come any more", async () => {
  const daemon = shell("echo no luck >&2");
  await expect(daemon.log.until(/listening/)).rejects.toThrow(
    "The daemon ended without writing /listening/:\nno luck",
  );
});

it("takes the next port where one is in use", async () => {
  const start = async (port: number) =>
    shell(port === 1 ? "echo port in use >&2" : "echo listening >&2; exec cat /dev/zero");
  const { port, daemon } = await startOnFreePort(HERALD, start, [1, 2]);
  expect(port).toBe(2);
  await daemon.stop();
});

it("gives up where all ports are in use", async () => {
  const start = async () => shell("echo port in use >&2");
  await expect(startOnFreePort(HERALD, start, [1, 2])).rejects.toThrow("a shell found all its ports in use.");
});

it("gives up where the daemon does not start, and shows why", async () => {
  const start = async () => shell("echo Bad configuration >&2");
  await expect(startOnFreePort(HERALD, start, [1, 2])).rejects.toThrow(
    "a shell did not start:\nBad configuration",
  );
});
