import type { Inventory, Scan } from "@hostscan/scanner";
import { fixtureScan } from "../engine/fixture-scan.ts";

/** What hosts tell of their inventories: nothing, always the same, or the same but for times that move by themselves. */
export type Telling = "nothing" | "the same" | "other times";

const USERS = 40;
const SERVICES = 80;
const TASKS = 20;
const SOFTWARE = 160;

const several = <Entry>(count: number, make: (number: number) => Entry): Entry[] =>
  Array.from({ length: count }, (_, number) => make(number));

/** 300 entries, of which users and tasks have been seen at that time. */
function inventoryAt(time: string): Inventory {
  const state = "collected";
  return {
    users: {
      state,
      entries: several(USERS, (unixId) => ({
        ...{
          key: `user-${unixId}`,
          name: `user-${unixId}`,
          unixId,
          privilege: "LinuxUser",
          shell: "/bin/bash",
        },
        ...{ homeDirectory: `/home/user-${unixId}`, lastLogonTimestamp: time },
      })),
    },
    services: {
      state,
      entries: several(SERVICES, (number) => ({
        ...{ key: `service-${number}`, name: `service-${number}`, source: "systemd", startType: "Automatic" },
        ...{
          state: "running",
          userName: `user-${number % USERS}`,
          binaryPathName: `/usr/sbin/service-${number}`,
        },
      })),
    },
    scheduledTasks: {
      state,
      entries: several(TASKS, (number) => ({
        ...{ key: `task-${number}`, name: `task-${number}`, source: "cron", userName: `user-${number}` },
        ...{
          isEnabled: true,
          nextRunTimeUtc: time,
          triggers: [],
          actions: [{ execute: `/bin/task-${number}` }],
        },
      })),
    },
    software: {
      state,
      entries: several(SOFTWARE, (number) => ({
        ...{ key: `package-${number}`, name: `package-${number}`, source: "dpkg", version: "1.2.3-4" },
      })),
    },
  };
}

const ALWAYS = inventoryAt("2026-11-01T08:00:00Z");

/** A fixture that tells, beside its facts, what it is asked to at the time of the scan. */
export function inventoryScan(told: () => Telling): Scan {
  return async (...scan) => {
    const outcome = await fixtureScan(...scan);
    const telling = told();
    if (!outcome.ok || telling === "nothing") return outcome;
    const inventory = telling === "the same" ? ALWAYS : inventoryAt(new Date().toISOString());
    return { ...outcome, inventory };
  };
}
