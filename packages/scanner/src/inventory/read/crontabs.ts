import { createHash } from "node:crypto";
import type { InventoryTask } from "../types.ts";
import type { Part } from "./blocks.ts";
import { type Blocks, cleaned, commandLineOf, groupsOf, linesIn, partsOf } from "./entry.ts";

// In all of these `.` is any character: at one that it does not match (U+2028, a return) the blanks before it would be
// tried in every division.

/** `PATH = /usr/bin`: a line of the environment. None of it is kept. */
const ENVIRONMENT = /^\s*["']?[A-Za-z_]\w*["']?\s*=/;
/** Five fields, or one word for them. */
const SCHEDULE = /^\s*(@\w{1,20}|\S+[ \t]+\S+[ \t]+\S+[ \t]+\S+[ \t]+\S+)[ \t]+(.*)$/s;
const FIELD = /^[\d*/,~A-Za-z@#LW?-]+$/;
/** Who runs it, behind the schedule, in the system's own tables. */
const USER = /^([\w.@$-]{1,64})[ \t]+(.*)$/s;
/** The switches of OpenBSD before a command. */
const SWITCHES = /^-[nqs]{1,3}[ \t]+/;
/** `/etc/cron.daily/logrotate`, `/etc/periodic/daily/backup`. */
const FOLDER = /\/(cron\.[a-z]{1,16}|[\w.-]{1,32})\/([^/]+)$/;
const ANACRON = /^\s*(\d+|@\w{1,20})[ \t]+(\d+)[ \t]+(\S+)[ \t]+(.*)$/s;

/** The tasks of cron and anacron: tables, and scripts in the folders that are run by the day. */
export function* readCron(blocks: Blocks): Generator<InventoryTask | undefined> {
  for (const part of partsOf(blocks, "crontabs")) {
    const path = part.name;
    const taskIn = path.endsWith("/anacrontab") ? anacronTask : cronTask;
    for (const line of path === "" ? [] : part.lines) yield taskIn(line, part);
  }
  for (const path of linesIn(blocks, "cron-folders")) yield scriptTask(path);
}

function scriptTask(path: string): InventoryTask | undefined {
  const found = groupsOf(FOLDER, path);
  if (found === undefined) return undefined;
  const folder = found(1);
  const isCron = folder.startsWith("cron.");
  const period = isCron ? folder.slice("cron.".length) : folder;
  const by = { source: isCron ? folder : "periodic", userName: "root" };
  return { ...taskOf(path, by, path, period), name: cleaned(found(2)) ?? by.source };
}

function cronTask(line: string, { name: path }: Part): InventoryTask | undefined {
  const isSystems = path === "/etc/crontab" || path.startsWith("/etc/cron.d/");
  const source = path.startsWith("/etc/cron.d/") ? "cron.d" : "crontab";
  if (/^\s*#/.test(line) || ENVIRONMENT.test(line)) return undefined;
  const found = groupsOf(SCHEDULE, line);
  const fields = found?.(1).split(/[ \t]+/) ?? [];
  if (found === undefined || !fields.every((field) => FIELD.test(field))) return undefined;
  const named = isSystems ? groupsOf(USER, found(2)) : undefined;
  if (isSystems && named === undefined) return undefined;
  const userName = named?.(1) ?? path.slice(path.lastIndexOf("/") + 1);
  const ran = withoutInput((named?.(2) ?? found(2)).replace(SWITCHES, ""));
  return taskOf(path, { source, userName }, ran, fields.join(" "));
}

function anacronTask(line: string, { name: path }: Part): InventoryTask | undefined {
  const found = groupsOf(ANACRON, line);
  if (found === undefined) return undefined;
  const period = found(1);
  const schedule = period.startsWith("@") ? period : `every ${period} days`;
  return {
    ...taskOf(path, { source: "anacron", userName: "root" }, found(4), schedule),
    name: cleaned(found(3)) ?? "anacron",
  };
}

/** What stands behind the first `%` goes to the command's input, and may be anything. */
function withoutInput(ran: string): string {
  for (let at = ran.indexOf("%"); at !== -1; at = ran.indexOf("%", at + 1)) {
    if (ran[at - 1] !== "\\") return `${ran.slice(0, at)}%***`;
  }
  return ran;
}

/** A task by its command: with another command it is another task, with another schedule it is the same. */
export function taskOf(
  path: string,
  by: { readonly source: string; readonly userName: string | undefined },
  ran: string,
  schedule: string,
): InventoryTask {
  const execute = commandLineOf(ran);
  const digest = createHash("sha256")
    .update(execute ?? "")
    .digest("hex")
    .slice(0, 16);
  const taskPath = cleaned(path);
  const userName = cleaned(by.userName);
  return {
    key: [by.source, taskPath, userName, digest].join(":"),
    name: cleaned(execute) ?? by.source,
    source: by.source,
    taskPath,
    userName,
    isEnabled: true,
    triggers: [{ enabled: true, schedule: cleaned(schedule) }],
    actions: execute === undefined ? [] : [{ execute }],
  };
}
