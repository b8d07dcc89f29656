import { createHash } from "node:crypto";
import type { InventoryTask } from "../types.ts";
import type { Part } from "./blocks.ts";
import { type Blocks, command, groupsOf, linesOf, partsOf, text } from "./entry.ts";

/** `PATH = /usr/bin`: a line of the environment. None of it is kept. */
const ENVIRONMENT = /^\s*["']?[A-Za-z_]\w*["']?\s*=/;
/** Five fields, or one word for them. */
const SCHEDULE = /^\s*(@\w{1,20}|\S+[ \t]+\S+[ \t]+\S+[ \t]+\S+[ \t]+\S+)[ \t]+(.*)$/;
const FIELD = /^[\d*/,~A-Za-z@#LW?-]+$/;
/** Who runs it, behind the schedule, in the system's own tables. */
const USER = /^([\w.@$-]{1,64})[ \t]+(.*)$/;
/** The switches of OpenBSD before a command. */
const SWITCHES = /^-[nqs]{1,3}[ \t]+/;
/** `/etc/cron.daily/logrotate`, `/etc/periodic/daily/backup`. */
const FOLDER = /\/(cron\.[a-z]{1,16}|[\w.-]{1,32})\/([^/]+)$/;
const ANACRON = /^\s*(\d+|@\w{1,20})[ \t]+(\d+)[ \t]+(\S+)[ \t]+(.*)$/;

/** The tasks of cron and anacron: tables, and scripts in the folders that are run by the day. */
export function* readCron(blocks: Blocks): Generator<InventoryTask> {
  for (const part of partsOf(blocks, "crontabs")) {
    const path = part.head.slice(1).join(" ");
    if (path.endsWith("/anacrontab")) yield* readAnacrontab(part, path);
    else if (path !== "") yield* readCrontab(part, path);
  }
  for (const path of linesOf(blocks, "cron-folders")) {
    const found = groupsOf(FOLDER, path);
    if (found === undefined) continue;
    const folder = found(1);
    const isCron = folder.startsWith("cron.");
    const period = isCron ? folder.slice("cron.".length) : folder;
    const by = { source: isCron ? folder : "periodic", userName: "root" };
    yield { ...taskOf(path, by, path, period), name: text(found(2)) ?? by.source };
  }
}

function* readCrontab({ lines }: Part, path: string): Generator<InventoryTask> {
  const isSystems = path === "/etc/crontab" || path.startsWith("/etc/cron.d/");
  const source = path.startsWith("/etc/cron.d/") ? "cron.d" : "crontab";
  for (const line of lines) {
    if (/^\s*#/.test(line) || ENVIRONMENT.test(line)) continue;
    const found = groupsOf(SCHEDULE, line);
    const fields = found?.(1).split(/[ \t]+/) ?? [];
    if (found === undefined || !fields.every((field) => FIELD.test(field))) continue;
    const named = isSystems ? groupsOf(USER, found(2)) : undefined;
    if (isSystems && named === undefined) continue;
    const userName = named?.(1) ?? path.slice(path.lastIndexOf("/") + 1);
    const ran = withoutInput((named?.(2) ?? found(2)).replace(SWITCHES, ""));
    yield taskOf(path, { source, userName }, ran, fields.join(" "));
  }
}

function* readAnacrontab({ lines }: Part, path: string): Generator<InventoryTask> {
  for (const line of lines) {
    const found = groupsOf(ANACRON, line);
    if (found === undefined) continue;
    const period = found(1);
    const schedule = period.startsWith("@") ? period : `every ${period} days`;
    yield {
      ...taskOf(path, { source: "anacron", userName: "root" }, found(4), schedule),
      name: text(found(3)) ?? "anacron",
    };
  }
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
  const execute = command(ran);
  const digest = createHash("sha256")
    .update(execute ?? "")
    .digest("hex")
    .slice(0, 16);
  const taskPath = text(path);
  const userName = text(by.userName);
  return {
    key: [by.source, taskPath, userName, digest].join(":"),
    name: text(execute) ?? by.source,
    source: by.source,
    taskPath,
    userName,
    isEnabled: true,
    triggers: [{ enabled: true, schedule: text(schedule) }],
    actions: execute === undefined ? [] : [{ execute }],
  };
}
