import type { InventoryService } from "../types.ts";
import { assignmentsOf } from "./assignments.ts";
import { type Blocks, byText, command, fieldsOf, groupsOf, linesOf, partsOf, text, words } from "./entry.ts";
import { readLaunchd } from "./launchd.ts";
import { readRcServices } from "./rc.ts";
import { commandOf, firstOf, readUnits, type Unit, userOf } from "./units.ts";

type State = InventoryService["state"];

const STATES: ReadonlyMap<string, State> = new Map<string, State>([
  ["active", "running"],
  ["activating", "running"],
  ["reloading", "running"],
  ["inactive", "stopped"],
  ["deactivating", "stopped"],
  ["failed", "failed"],
]);

/** The most services that need another that are kept. */
const MOST_DEPENDENT = 200;

/** What runs in the background of a Unix, by whatever starts it there. */
export function* readServices(blocks: Blocks): Generator<InventoryService> {
  const units = readUnits(blocks, "service");
  for (const unit of units.values()) yield ofUnit(unit);
  for (const service of readInit(blocks)) if (!units.has(service.name)) yield service;
  yield* readRcServices(blocks);
  yield* readSmf(blocks);
  yield* readSrc(blocks);
  yield* readLaunchd(blocks);
}

function ofUnit(unit: Unit): InventoryService {
  const first = (name: string) => firstOf(unit.properties, name);
  const requiredBy = first("RequiredBy")
    .split(" ", MOST_DEPENDENT)
    .flatMap((each) => text(each) ?? []);
  return {
    key: unit.name,
    name: unit.name,
    source: "systemd",
    description: words(first("Description")),
    startType: unit.startType,
    state: STATES.get(first("ActiveState")),
    userName: text(userOf(unit)),
    binaryPathName: command(commandOf(unit)),
    serviceType: text(first("Type")),
    dependentServices: requiredBy.length === 0 ? undefined : requiredBy.sort(byText),
  };
}

/** Scripts of OpenRC and of System V. */
function* readInit(blocks: Blocks): Generator<InventoryService> {
  for (const { head, lines } of partsOf(blocks, "init")) {
    const [, kind, called, enabled, state] = head;
    const name = text(called);
    if (name === undefined) continue;
    const values = assignmentsOf(lines);
    const program = values.get("command");
    const ran =
      program === undefined ? `/etc/init.d/${name}` : `${program} ${values.get("command_args") ?? ""}`;
    yield {
      key: name,
      name,
      source: kind === "openrc" ? kind : "sysv",
      description: words(
        values.get("description") ?? values.get("Short-Description") ?? values.get("Description"),
      ),
      startType: enabled === "enabled" ? "Automatic" : "Manual",
      state: state === "started" ? "running" : state === "stopped" ? "stopped" : undefined,
      userName: text(values.get("command_user")?.split(":", 1)[0]) ?? "root",
      binaryPathName: command(ran.trim()),
    };
  }
}

const SMF_STATES: ReadonlyMap<string, State> = new Map<string, State>([
  ["online", "running"],
  ["degraded", "running"],
  ["legacy_run", "running"],
  ["offline", "stopped"],
  ["disabled", "stopped"],
  ["maintenance", "failed"],
]);

/** `online svc:/network/ssh:default` of Solaris. */
function* readSmf(blocks: Blocks): Generator<InventoryService> {
  for (const line of linesOf(blocks, "smf")) {
    const field = fieldsOf(line.trim(), /\s+/);
    const state = field(0);
    const name = text(field(1));
    if (name === undefined || !SMF_STATES.has(state)) continue;
    yield {
      key: name,
      name,
      source: "smf",
      startType: state === "disabled" ? "Disabled" : "Automatic",
      state: SMF_STATES.get(state),
    };
  }
}

/** AIX: a table of subsystems with their states, then what is kept of each. */
function* readSrc(blocks: Blocks): Generator<InventoryService> {
  const states = new Map<string, State>();
  const values = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of linesOf(blocks, "src")) {
    const found = groupsOf(/^\s*(\w+) = "?([^"]*)"?$/, line);
    if (found === undefined) {
      const words = line.trim().split(/\s+/);
      const name = text(words[0]);
      const status = words.at(-1);
      if (name !== undefined && status !== "Status")
        states.set(name, status === "active" ? "running" : "stopped");
    } else if (found(1) === "subsysname") {
      current = new Map();
      values.set(found(2), current);
    } else current.set(found(1), found(2));
  }
  for (const [name, state] of states) {
    const more = (value: string) => values.get(name)?.get(value) ?? "";
    const uid = more("uid");
    yield {
      key: name,
      name,
      source: "src",
      state,
      userName: uid === "0" ? "root" : text(uid),
      binaryPathName: command(`${more("path")} ${more("cmdargs")}`.trim()),
    };
  }
}
