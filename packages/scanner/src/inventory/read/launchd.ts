import type { InventoryService, InventoryTask } from "../types.ts";
import { taskOf } from "./crontabs.ts";
import { type Blocks, command, fieldsOf, partsOf, text } from "./entry.ts";

/** A property list of launchd: of each key its values, in order. */
interface PropertyList {
  readonly path: string;
  readonly label: string;
  readonly first: (key: string) => string;
  readonly all: (key: string) => readonly string[];
  readonly program: string;
}

/** The last one may be a part of another's. */
const ENTITIES = [
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&amp;", "&"],
] as const;

function* propertyLists(blocks: Blocks): Generator<PropertyList> {
  for (const { head, lines } of partsOf(blocks, "launchd")) {
    const all = (key: string) =>
      lines.filter((line) => line.startsWith(`${key}=`)).map((line) => decoded(line.slice(key.length + 1)));
    const first = (key: string) => fieldsOf(all(key).join("\n"), "\n")(0);
    const label = text(first("Label"));
    if (label === undefined) continue;
    const program = all("ProgramArguments").join(" ") || first("Program");
    yield { path: head.slice(1).join(" "), label, first, all, program };
  }
}

const decoded = (value: string): string =>
  ENTITIES.reduce((text, [entity, character]) => text.replaceAll(entity, character), value);

/** The services of a macOS. */
export function* readLaunchd(blocks: Blocks): Generator<InventoryService> {
  for (const { label, first, program } of propertyLists(blocks)) {
    const starts = first("RunAtLoad") !== "" || first("KeepAlive") !== "";
    yield {
      key: label,
      name: label,
      source: "launchd",
      startType: first("Disabled") !== "" ? "Disabled" : starts ? "Automatic" : "Manual",
      userName: text(first("UserName")) ?? "root",
      binaryPathName: command(program),
    };
  }
}

/** What it starts at its times. */
export function* readLaunchdTasks(blocks: Blocks): Generator<InventoryTask> {
  for (const { path, label, first, all, program } of propertyLists(blocks)) {
    const times = all("StartCalendarInterval").join(", ");
    const interval = first("StartInterval");
    if (times === "" && interval === "") continue;
    const by = { source: "launchd", userName: text(first("UserName")) ?? "root" };
    yield {
      ...taskOf(path, by, program, times || `every ${interval} s`),
      key: `launchd:${label}`,
      name: label,
      isEnabled: first("Disabled") === "",
    };
  }
}
