import { setImmediate as nextTurn } from "node:timers/promises";
import type { InvalidValue } from "@hostscan/core";
import type { HostSettings, ReadSettings } from "./host-settings.ts";
import { refuseRepeatedHosts } from "./repeated-hosts.ts";

/** Settings, and where in the request's body they stand. */
export interface PlacedSettings {
  readonly pointer: string;
  readonly settings: HostSettings;
}

/** Items between two turns of the event loop. */
const ITEMS_PER_TURN = 500;

/** Reads the hosts that a request's body names, and collects everything that is wrong with them by themselves. */
export async function readHosts<T>(
  items: readonly T[],
  read: (item: T, pointer: string) => ReadSettings,
): Promise<{ readonly hosts: readonly PlacedSettings[]; readonly errors: readonly InvalidValue[] }> {
  const hosts: PlacedSettings[] = [];
  const errors: InvalidValue[] = [];
  for (const [index, item] of items.entries()) {
    const pointer = `/${index}`;
    const result = read(item, pointer);
    if ("errors" in result) errors.push(...result.errors);
    else hosts.push({ pointer, settings: result.settings });
    if (index % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) await nextTurn();
  }
  const places = hosts.map(({ pointer, settings }) => ({ pointer, host: settings.identity }));
  return { hosts, errors: [...errors, ...refuseRepeatedHosts(places)] };
}
