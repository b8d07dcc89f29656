import type { InventoryTask, TaskTrigger } from "../types.ts";
import { readCron, taskOf } from "./crontabs.ts";
import { type Blocks, command, groupsOf, moment, partsOf, text, words } from "./entry.ts";
import { readLaunchdTasks } from "./launchd.ts";
import { commandOf, firstOf, readUnits, type Unit, userOf } from "./units.ts";

/** What a Unix runs at its times: by cron, systemd's timers and at. */
export function* readTasks(blocks: Blocks): Generator<InventoryTask> {
  yield* readCron(blocks);
  const services = readUnits(blocks, "service");
  for (const timer of readUnits(blocks, "timer").values()) {
    const unit = firstOf(timer.properties, "Unit").replace(/\.service$/, "") || timer.name;
    yield ofTimer(timer, services.get(unit));
  }
  yield* readAt(blocks);
  yield* readLaunchdTasks(blocks);
}

function ofTimer(timer: Unit, service: Unit | undefined): InventoryTask {
  const first = (name: string) => firstOf(timer.properties, name);
  const active = first("ActiveState");
  const isEnabled = active === "" ? timer.startType === "Automatic" : active === "active";
  const execute = command(commandOf(service));
  return {
    key: `systemd:${timer.name}`,
    name: timer.name,
    source: "systemd",
    taskPath: text(first("FragmentPath")) ?? `${timer.name}.timer`,
    userName: text(userOf(service)),
    description: words(first("Description")),
    isEnabled,
    nextRunTimeUtc: momentIn(first("NextElapseUSecRealtime")),
    lastRunTimeUtc: momentIn(first("LastTriggerUSec")),
    triggers: triggersOf(timer, isEnabled),
    actions: execute === undefined ? [] : [{ execute }],
  };
}

/** The most triggers of a timer that are kept. */
const MOST_TRIGGERS = 100;

/** `TimersCalendar={ OnCalendar=*-*-* 06:00:00 ; next_elapse=… }`, or `OnCalendar=daily` of a file. */
function triggersOf({ properties }: Unit, enabled: boolean): readonly TaskTrigger[] {
  return [...properties].flatMap(([name, values]) => {
    if (!/^(?:Timers|On[A-Z])/.test(name)) return [];
    return values.slice(0, MOST_TRIGGERS).map((value) => {
      const shown = name.startsWith("Timers")
        ? value.replace(/^\{ /, "").split(" ; ", 1).join("")
        : `${name}=${value}`;
      return { enabled, schedule: text(shown.replace(/^OnCalendar=/, "")) };
    });
  });
}

/** `Sun 2026-11-29 00:00:00 UTC`. */
function momentIn(value: string): string | undefined {
  const found = groupsOf(/(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:UTC|GMT)$/, value);
  return found && moment(Date.parse(`${found(1)}T${found(2)}Z`));
}

/** Of a job of at(1): its queue, its number and its minute, in hexadecimal digits; of Solaris: its second. */
const JOB = /^[A-Za-z=]([0-9a-f]{5})([0-9a-f]{8})$/;
const SOLARIS_JOB = /^(\d{9,11})\.[a-z]$/;

function* readAt(blocks: Blocks): Generator<InventoryTask> {
  for (const { head, lines } of partsOf(blocks, "at")) {
    const [, path, owner] = head;
    if (path === undefined || path === "") continue;
    const file = path.slice(path.lastIndexOf("/") + 1);
    const [, number, minute] = JOB.exec(file) ?? [];
    const [, second] = SOLARIS_JOB.exec(file) ?? [];
    const due =
      minute !== undefined
        ? Number.parseInt(minute, 16) * 60_000
        : second !== undefined
          ? Number(second) * 1_000
          : undefined;
    const ran = lines.filter((line) => line.trim() !== "" && !/marcinDELIMITER/.test(line)).join("; ");
    yield {
      ...taskOf(path, { source: "at", userName: owner }, ran, "once"),
      key: `at:${text(path) ?? ""}`,
      name: number === undefined ? (text(file) ?? "job") : `job ${Number.parseInt(number, 16)}`,
      nextRunTimeUtc: moment(due),
    };
  }
}
