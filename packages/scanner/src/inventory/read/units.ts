import type { ServiceStartType } from "../types.ts";
import { type Blocks, continued, fieldsOf, groupsOf, partsOf, type Stepwise } from "./entry.ts";

/** A unit of systemd, by whatever told of it. */
export interface Unit {
  /** Without `.service` or `.timer`. */
  readonly name: string;
  readonly startType: ServiceStartType | undefined;
  /** Of a property the values, in order; of a unit's file, as it holds them. */
  readonly properties: Properties;
}

type Properties = ReadonlyMap<string, readonly string[]>;

/** The first value of a property, empty where it has none. */
export const firstOf = (properties: Properties, name: string): string => properties.get(name)?.[0] ?? "";

/** What a unit is called before `.service` or `.timer`; a template is none. */
const UNIT = /^([\w:.\\@-]{1,255})\.(service|timer)$/;
/** Of a run that ends by itself. */
const TRANSIENT = /^run-[a-z]?[0-9a-f-]{4,}$/;
/** What a unit may have more than once; of others the last one counts. */
const LISTS = /^(?:Exec|On|WantedBy|Timers)/;
/** The most values of a property that are kept. */
const MOST_VALUES = 100;

const START_TYPES: ReadonlyMap<string, ServiceStartType> = new Map([
  ["enabled", "Automatic"],
  ["enabled-runtime", "Automatic"],
  ["linked", "Automatic"],
  ["alias", "Automatic"],
  ["generated", "Automatic"],
  ["static", "Manual"],
  ["indirect", "Manual"],
  ["disabled", "Manual"],
  ["masked", "Disabled"],
  ["masked-runtime", "Disabled"],
]);

/** The units of a kind, by their names: those that systemd knows, or those whose files lie there where it does not run. */
export function* readUnits(blocks: Blocks, kind: "service" | "timer"): Stepwise<ReadonlyMap<string, Unit>> {
  const units = new Map<string, Unit>();
  for (const unit of unitsShown(blocks, kind === "timer" ? "systemd-timers" : "systemd", kind)) {
    yield;
    if (unit !== undefined) units.set(unit.name, unit);
  }
  for (const line of partsOf(blocks, "systemd-files")[0]?.lines ?? []) {
    yield;
    const field = fieldsOf(line.trim(), /\s+/);
    const name = nameOf(field(0), kind);
    const state = field(1);
    if (name === undefined || units.has(name) || state === "alias" || state === "transient") continue;
    units.set(name, { name, startType: START_TYPES.get(state), properties: new Map() });
  }
  for (const unit of unitsInFiles(blocks, kind)) {
    yield;
    if (unit !== undefined && !units.has(unit.name)) units.set(unit.name, unit);
  }
  return units;
}

function nameOf(id: string, kind: string): string | undefined {
  const found = groupsOf(UNIT, id);
  const name = found?.(1);
  return found?.(2) === kind && name !== undefined && !name.endsWith("@") && !TRANSIENT.test(name)
    ? name
    : undefined;
}

/** As `systemctl show` tells them: properties, and a blank line between units. */
function* unitsShown(blocks: Blocks, block: string, kind: string): Generator<Unit | undefined> {
  let properties = new Map<string, string[]>();
  for (const line of partsOf(blocks, block)[0]?.lines ?? []) {
    yield line === "" ? unitShown(properties, kind) : undefined;
    if (line === "") properties = new Map();
    else add(properties, line);
  }
  yield unitShown(properties, kind);
}

function unitShown(properties: Properties, kind: string): Unit | undefined {
  const name = nameOf(firstOf(properties, "Id"), kind);
  const state = firstOf(properties, "UnitFileState");
  const loaded = firstOf(properties, "LoadState");
  return name === undefined || loaded === "not-found" || state === "transient"
    ? undefined
    : { name, startType: loaded === "masked" ? "Disabled" : START_TYPES.get(state), properties };
}

/** Takes a line `Name=value`; an empty value takes back what was there, as in a unit's file. */
function add(properties: Map<string, string[]>, line: string): void {
  const at = line.indexOf("=");
  if (at === -1) return;
  const name = line.slice(0, at).trim();
  const value = line.slice(at + 1).trim();
  const values = LISTS.test(name) && value !== "" ? (properties.get(name) ?? []) : [];
  if (value !== "" && values.length < MOST_VALUES) values.push(value);
  properties.set(name, values);
}

/** Of the folders of units the first that has one counts; what is dropped in beside it comes last. */
function* unitsInFiles(blocks: Blocks, kind: string): Generator<Unit | undefined> {
  const files = new Map<string, Map<string, string[]>>();
  const dropIns: { readonly name: string; readonly lines: readonly string[] }[] = [];
  const wanted = new Set<string>();
  const masked = new Set<string>();
  for (const part of partsOf(blocks, "systemd-files")) {
    yield undefined;
    const path = part.name.split("/");
    const name = nameOf(path.at(-1) ?? "", kind);
    const dropIn = nameOf((path.at(-2) ?? "").replace(/\.d$/, ""), kind);
    if (part.kind === "file" && dropIn !== undefined) dropIns.push({ name: dropIn, lines: part.lines });
    if (name === undefined) continue;
    if (part.kind === "wanted") wanted.add(name);
    else if (part.kind === "masked" && !files.has(name)) masked.add(name);
    else if (part.kind === "file" && !files.has(name)) {
      const properties = new Map<string, string[]>();
      files.set(name, properties);
      yield* adding(properties, part.lines);
    }
  }
  for (const { name, lines } of dropIns) yield* adding(files.get(name) ?? new Map(), lines);
  for (const name of masked) files.set(name, new Map());
  for (const [name, properties] of files) {
    const startType = masked.has(name) ? "Disabled" : wanted.has(name) ? "Automatic" : "Manual";
    yield { name, startType, properties };
  }
}

function* adding(properties: Map<string, string[]>, lines: readonly string[]): Stepwise<void> {
  for (const line of continued(lines)) {
    yield;
    if (line !== undefined) add(properties, line);
  }
}

const BEFORE = "argv[]=";
const BEHIND = " ; ignore_errors=";

/** What a unit runs: all of its commands, without the signs before them. */
export function commandOf(unit: Unit | undefined): string | undefined {
  const commands = (unit?.properties.get("ExecStart") ?? []).map((value) => {
    const begin = value.indexOf(BEFORE);
    const end = value.indexOf(BEHIND, begin);
    return begin === -1 || end === -1
      ? value.replace(/^[-@:+!|]{1,4}/, "")
      : value.slice(begin + BEFORE.length, end);
  });
  return commands.length === 0 ? undefined : commands.join("; ");
}

/** Whom a unit runs as. */
export const userOf = (unit: Unit | undefined): string | undefined =>
  unit === undefined || unit.properties.size === 0 ? undefined : firstOf(unit.properties, "User") || "root";
