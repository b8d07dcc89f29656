import type { InventoryService, InventoryTask } from "../types.ts";
import type { Part } from "./blocks.ts";
import { taskOf } from "./crontabs.ts";
import { type Blocks, cleaned, commandLineOf, partsOf, type Stepwise } from "./entry.ts";

/** A property list of launchd: of each key its values, in order. */
interface PropertyList {
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

/** Nothing where it has no label. */
function* propertyListOf({ lines }: Part): Stepwise<PropertyList | undefined> {
  const values = new Map<string, string[]>();
  for (const line of lines) {
    yield;
    const at = line.indexOf("=");
    const key = line.slice(0, Math.max(at, 0));
    const same = values.get(key) ?? [];
    same.push(decoded(line.slice(at + 1)));
    values.set(key, same);
  }
  const all = (key: string) => values.get(key) ?? [];
  const first = (key: string) => all(key)[0] ?? "";
  const label = cleaned(first("Label"));
  const program = all("ProgramArguments").join(" ") || first("Program");
  return label === undefined ? undefined : { label, first, all, program };
}

const decoded = (value: string): string =>
  ENTITIES.reduce((text, [entity, character]) => text.replaceAll(entity, character), value);

/** The services of a macOS. */
export function* readLaunchd(blocks: Blocks): Generator<InventoryService | undefined> {
  for (const part of partsOf(blocks, "launchd")) {
    const list = yield* propertyListOf(part);
    yield list && ofList(list);
  }
}

function ofList({ label, first, program }: PropertyList): InventoryService {
  const starts = first("RunAtLoad") !== "" || first("KeepAlive") !== "";
  return {
    key: label,
    name: label,
    source: "launchd",
    startType: first("Disabled") !== "" ? "Disabled" : starts ? "Automatic" : "Manual",
    userName: cleaned(first("UserName")) ?? "root",
    binaryPathName: commandLineOf(program),
  };
}

/** What it starts at its times. */
export function* readLaunchdTasks(blocks: Blocks): Generator<InventoryTask | undefined> {
  for (const part of partsOf(blocks, "launchd")) {
    const list = yield* propertyListOf(part);
    yield list && timedBy(list, part.name);
  }
}

function timedBy({ label, first, all, program }: PropertyList, path: string): InventoryTask | undefined {
  const times = all("StartCalendarInterval").join(", ");
  const interval = first("StartInterval");
  if (times === "" && interval === "") return undefined;
  const by = { source: "launchd", userName: cleaned(first("UserName")) ?? "root" };
  return {
    ...taskOf(path, by, program, times || `every ${interval} s`),
    key: `launchd:${label}`,
    name: label,
    isEnabled: first("Disabled") === "",
  };
}
