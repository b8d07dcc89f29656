import { randomInt } from "node:crypto";
import type { Daemon } from "./daemon.ts";

const TRIES = 20;

/** A daemon that listens, and where. */
export interface Listening {
  readonly daemon: Daemon;
  readonly port: number;
}

/** What a daemon is called, and what it writes when it has a port, or cannot have it. */
export interface Herald {
  readonly name: string;
  readonly listening: RegExp;
  readonly inUse: RegExp;
}

/** Below 32768, where Linux begins to hand out ports: no connection of ours can take one while a daemon restarts. */
export function randomPorts(): readonly number[] {
  return Array.from({ length: TRIES }, () => randomInt(20_000, 32_000));
}

/** Starts on the first of the ports that is free. @throws Error with the daemon's log where it does not start. */
export async function startOnFreePort(
  { name, listening, inUse }: Herald,
  start: (port: number) => Promise<Daemon>,
  ports: Iterable<number> = randomPorts(),
): Promise<Listening> {
  for (const port of ports) {
    const daemon = await start(port);
    const heard = await daemon.log.until(listening).then(
      () => true,
      () => false,
    );
    if (heard) return { daemon, port };
    if (!inUse.test(daemon.log.text())) throw new Error(`${name} did not start:\n${daemon.log.text()}`);
  }
  throw new Error(`${name} found all its ports in use.`);
}
