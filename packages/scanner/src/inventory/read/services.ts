import type { InventoryService } from "../types.ts";
import { assignmentsOf } from "./assignments.ts";
import {
  type Blocks,
  byText,
  cleaned,
  commandLineOf,
  fieldsOf,
  groupsOf,
  linesIn,
  partsOf,
  proseOf,
} from "./entry.ts";
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
export function* readServices(blocks: Blocks): Generator<InventoryService | undefined> {
  const units = yield* readUnits(blocks, "service");
  for (const unit of units.values()) yield ofUnit(unit);
  for (const service of readInit(blocks)) {
    yield service !== undefined && units.has(service.name) ? undefined : service;
  }
  yield* readRcServices(blocks);
  yield* readSmf(blocks);
  yield* readSrc(blocks);
  yield* readLaunchd(blocks);
}

function ofUnit(unit: Unit): InventoryService {
  const first = (name: string) => firstOf(unit.properties, name);
  const requiredBy = first("RequiredBy")
    .split(" ", MOST_DEPENDENT)
    .flatMap((each) => cleaned(each) ?? []);
  return {
    key: unit.name,
    name: unit.name,
    source: "systemd",
    description: proseOf(first("Description")),
    startType: unit.startType,
    state: STATES.get(first("ActiveState")),
    userName: cleaned(userOf(unit)),
    binaryPathName: commandLineOf(commandOf(unit)),
    serviceType: cleaned(first("Type")),
    dependentServices: requiredBy.length === 0 ? undefined : requiredBy.sort(byText),
  };
}

/** Scripts of OpenRC and of System V. */
function* readInit(blocks: Blocks): Generator<InventoryService | undefined> {
  for (const part of partsOf(blocks, "init")) {
    yield ofScript(part.name, yield* assignmentsOf(part.lines));
  }
}

/** @param told the manager, the name, and as far as they are known `enabled`, and `started` or `stopped` */
function ofScript(told: string, values: ReadonlyMap<string, string>): InventoryService | undefined {
  const word = fieldsOf(told, " ");
  const name = cleaned(word(1));
  if (name === undefined) return undefined;
  const program = values.get("command");
  const ran =
    program === undefined ? `/etc/init.d/${name}` : `${program} ${values.get("command_args") ?? ""}`;
  return {
    key: name,
    name,
    source: word(0) === "openrc" ? "openrc" : "sysv",
    description: proseOf(
      values.get("description") ?? values.get("Short-Description") ?? values.get("Description"),
    ),
    startType: word(2) === "enabled" ? "Automatic" : "Manual",
    state: word(3) === "started" ? "running" : word(3) === "stopped" ? "stopped" : undefined,
    userName: cleaned(values.get("command_user")?.split(":", 1)[0]) ?? "root",
    binaryPathName: commandLineOf(ran.trim()),
  };
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
function* readSmf(blocks: Blocks): Generator<InventoryService | undefined> {
  for (const line of linesIn(blocks, "smf")) {
    const field = fieldsOf(line.trim(), /\s+/);
    const name = cleaned(field(1));
    const state = SMF_STATES.get(field(0));
    const startType = field(0) === "disabled" ? "Disabled" : "Automatic";
    const isService = name !== undefined && state !== undefined;
    yield isService ? { key: name, name, source: "smf", startType, state } : undefined;
  }
}

/** AIX: a table of subsystems with their states, then what is kept of each. */
function* readSrc(blocks: Blocks): Generator<InventoryService | undefined> {
  const states = new Map<string, State>();
  const values = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of linesIn(blocks, "src")) {
    yield;
    const found = groupsOf(/^\s*(\w+) = "?([^"]*)"?$/, line);
    if (found === undefined) {
      const words = line.trim().split(/\s+/);
      const name = cleaned(words[0]);
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
      userName: uid === "0" ? "root" : cleaned(uid),
      binaryPathName: commandLineOf(`${more("path")} ${more("cmdargs")}`.trim()),
    };
  }
}
