import { randomInt } from "node:crypto";
import type { Daemon } from "./daemon.ts";

const TRIES = 20;

/** A daemon that listens, and where. */
export interface Listening {
  readonly daemon: Daemon;
  readonly port: number;
}

/** Below 32768, where Linux begins to hand out ports: no connection of ours can take one while an sshd restarts. */
export function randomPorts(): readonly number[] {
  return Array.from({ length: TRIES }, () => randomInt(20_000, 32_000));
}

/** Starts on the first of the ports that is free. @throws Error with the daemon's log where it does not start. */
export async function startOnFreePort(
  start: (port: number) => Promise<Daemon>,
  ports: Iterable<number>,
): Promise<Listening> {
  for (const port of ports) {
    const daemon = await start(port);
    const heard = await daemon.log.until(/Server listening on .+\.$/m).then(
      () => true,
      () => false,
    );
    if (heard) return { daemon, port };
    if (!daemon.log.text().includes("Address already in use")) {
      throw new Error(`sshd did not start:\n${daemon.log.text()}`);
    }
  }
  throw new Error("sshd found all its ports in use.");
}
