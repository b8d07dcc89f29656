import { child, childrenOf, type Element, textOf } from "../../wsman/envelope.ts";
import { maskSecrets } from "../mask/mask.ts";
import { MASK } from "../mask/names.ts";
import { cleaned, commandLineOf, proseOf } from "../read/entry.ts";
import type { InventoryTask, TaskAction, TaskTrigger } from "../types.ts";
import { flag, told } from "./values.ts";

/** What asks for the scheduled tasks, as from Windows 8 and Windows Server 2012 on. */
export const TASKS = {
  namespace: "root/Microsoft/Windows/TaskScheduler",
  wql: "SELECT * FROM MSFT_ScheduledTask",
} as const;

/** The most triggers and the most actions of a task that are kept: Windows itself has 48 and 32. */
const MOST = 100;
/** `State` of a task that is disabled. */
const DISABLED = "1";

/** Reads an MSFT_ScheduledTask. */
export function readTask(instance: Element): InventoryTask | undefined {
  const name = told(instance, "TaskName");
  if (name === undefined) return undefined;
  const taskPath = told(instance, "TaskPath");
  const principal = child(instance, "Principal");
  const isAllowed = flag(child(instance, "Settings"), "Enabled") !== false;
  return {
    key: `${taskPath ?? ""}${name}`,
    name,
    source: "windows",
    taskPath,
    userName: told(principal, "UserId") ?? told(principal, "GroupId"),
    description: proseOf(textOf(instance, "Description")),
    isEnabled: isAllowed && textOf(instance, "State") !== DISABLED,
    triggers: childrenOf(instance, "Triggers").slice(0, MOST).map(readTrigger),
    actions: childrenOf(instance, "Actions").slice(0, MOST).flatMap(readAction),
  };
}

function readTrigger(trigger: Element): TaskTrigger {
  const repetition = child(trigger, "Repetition");
  return {
    name: told(trigger, "Id"),
    enabled: flag(trigger, "Enabled") !== false,
    schedule: scheduleOf(trigger),
    startBoundary: told(trigger, "StartBoundary"),
    endBoundary: told(trigger, "EndBoundary"),
    repetitionInterval: told(repetition, "Interval"),
    repetitionDuration: told(repetition, "Duration"),
    repetitionStopAtDurationEnd: flag(repetition, "StopAtDurationEnd"),
  };
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** For people: when a trigger sets its task off, by its class; those that run monthly are of no class of their own. */
function scheduleOf(trigger: Element): string | undefined {
  const type = trigger["@type"];
  const [, kind] = (typeof type === "string" && /(?:^|:)MSFT_Task(\w{1,32})Trigger_Type$/.exec(type)) || [];
  const ofUser = told(trigger, "UserId");
  switch (kind) {
    case "Time":
      return "once";
    case "Daily":
      return every(told(trigger, "DaysInterval"), "day");
    case "Weekly":
      return [every(told(trigger, "WeeksInterval"), "week"), ...daysOf(trigger)].join(" on ");
    case "Boot":
      return "at startup";
    case "Logon":
      return ofUser === undefined ? "at logon" : `at logon of ${ofUser}`;
    case "Idle":
      return "when idle";
    case "Registration":
      return "when registered";
    case "SessionStateChange":
      return "when a session changes";
    case "Event":
      return ["on an event", proseOf(textOf(trigger, "Subscription")) ?? []].flat().join(": ");
    default:
      return undefined;
  }
}

const every = (count: string | undefined, unit: string): string =>
  count === undefined || count === "1" ? `every ${unit}` : `every ${count} ${unit}s`;

/** The days of a week, of which each is a bit. */
function daysOf(trigger: Element): readonly string[] {
  const bits = Number(textOf(trigger, "DaysOfWeek"));
  const days = DAYS.filter((_, day) => (bits & (1 << day)) !== 0);
  return days.length === 0 ? [] : [days.join(", ")];
}

/** A program that is run, or an object of COM that is called; the rest Windows does no more. */
function readAction(action: Element): readonly TaskAction[] {
  const program = textOf(action, "Execute");
  if (program !== undefined && program !== "") return [ofProgram(program, action)];
  const classId = GUID.exec(textOf(action, "ClassId") ?? "")?.[1];
  const data = commandLineOf(textOf(action, "Data"));
  return classId === undefined ? [] : [{ classId: classId.toLowerCase(), data }];
}

/** In braces, as Windows writes it, or without. */
const GUID = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;

/** What is secret in the arguments of a program depends on the program. */
function ofProgram(program: string, action: Element): TaskAction {
  const before = `${maskSecrets(program)} `;
  const whole = maskSecrets(before + (textOf(action, "Arguments") ?? ""));
  return {
    execute: commandLineOf(program),
    arguments: whole.startsWith(before) ? cleaned(whole.slice(before.length), MOST_OF_ARGUMENTS) : MASK,
    workingDirectory: told(action, "WorkingDirectory"),
  };
}

/** The longest arguments that are kept, in characters. */
const MOST_OF_ARGUMENTS = 4_000;
