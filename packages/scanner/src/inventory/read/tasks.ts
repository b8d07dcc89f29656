import type { InventoryTask, TaskTrigger } from "../types.ts";
import { readCron, taskOf } from "./crontabs.ts";
import { type Blocks, cleaned, commandLineOf, groupsOf, moment, partsOf, proseOf } from "./entry.ts";
import { readLaunchdTasks } from "./launchd.ts";
import { commandOf, firstOf, readUnits, type Unit, userOf } from "./units.ts";

/** What a Unix runs at its times: by cron, systemd's timers and at. */
export function* readTasks(blocks: Blocks): Generator<InventoryTask | undefined> {
  yield* readCron(blocks);
  const services = yield* readUnits(blocks, "service");
  // Many timers may start the same service: what it runs is made once.
  const commands = new Map<Unit | undefined, string | undefined>();
  for (const timer of (yield* readUnits(blocks, "timer")).values()) {
    const unit = firstOf(timer.properties, "Unit").replace(/\.service$/, "") || timer.name;
    const service = services.get(unit);
    const execute = commands.has(service) ? commands.get(service) : commandLineOf(commandOf(service));
    commands.set(service, execute);
    yield ofTimer(timer, service, execute);
  }
  yield* readAt(blocks);
  yield* readLaunchdTasks(blocks);
}

function ofTimer(timer: Unit, service: Unit | undefined, execute: string | undefined): InventoryTask {
  const first = (name: string) => firstOf(timer.properties, name);
  const active = first("ActiveState");
  const isEnabled = active === "" ? timer.startType === "Automatic" : active === "active";
  return {
    key: `systemd:${timer.name}`,
    name: timer.name,
    source: "systemd",
    taskPath: cleaned(first("FragmentPath")) ?? `${timer.name}.timer`,
    userName: cleaned(userOf(service)),
    description: proseOf(first("Description")),
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
  const triggers: TaskTrigger[] = [];
  for (const [name, values] of properties) {
    if (!/^(?:Timers|On[A-Z])/.test(name)) continue;
    for (const value of values.slice(0, MOST_TRIGGERS - triggers.length)) {
      const shown = name.startsWith("Timers")
        ? value.replace(/^\{ /, "").split(" ; ", 1).join("")
        : `${name}=${value}`;
      triggers.push({ enabled, schedule: cleaned(shown.replace(/^OnCalendar=/, "")) });
    }
  }
  return triggers;
}

/** `Sun 2026-11-29 00:00:00 UTC`. */
function momentIn(value: string): string | undefined {
  const found = groupsOf(/(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:UTC|GMT)$/, value);
  return found && moment(Date.parse(`${found(1)}T${found(2)}Z`));
}

/** Of a job of at(1): its queue, its number and its minute, in hexadecimal digits; of Solaris: its second. */
const JOB = /^[A-Za-z=]([0-9a-f]{5})([0-9a-f]{8})$/;
const SOLARIS_JOB = /^(\d{9,11})\.[a-z]$/;

function* readAt(blocks: Blocks): Generator<InventoryTask | undefined> {
  for (const { name, lines } of partsOf(blocks, "at")) {
    const ran: string[] = [];
    for (const line of lines) {
      yield;
      if (line.trim() !== "" && !line.includes("marcinDELIMITER")) ran.push(line);
    }
    yield jobOf(name, ran.join("; "));
  }
}

/** @param told its file and its owner */
function jobOf(told: string, ran: string): InventoryTask | undefined {
  const blank = told.lastIndexOf(" ");
  const path = blank === -1 ? told : told.slice(0, blank);
  const userName = blank === -1 ? undefined : told.slice(blank + 1);
  if (path === "") return undefined;
  const file = path.slice(path.lastIndexOf("/") + 1);
  const [, number, minute] = JOB.exec(file) ?? [];
  const [, second] = SOLARIS_JOB.exec(file) ?? [];
  const due =
    minute !== undefined
      ? Number.parseInt(minute, 16) * 60_000
      : second !== undefined
        ? Number(second) * 1_000
        : undefined;
  return {
    ...taskOf(path, { source: "at", userName }, ran, "once"),
    key: `at:${cleaned(path) ?? ""}`,
    name: number === undefined ? (cleaned(file) ?? "job") : `job ${Number.parseInt(number, 16)}`,
    nextRunTimeUtc: moment(due),
  };
}
