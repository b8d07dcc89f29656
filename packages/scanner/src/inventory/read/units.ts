import type { ServiceStartType } from "../types.ts";
import { type Blocks, continued, fieldsOf, groupsOf, partsOf } from "./entry.ts";

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
/** What a unit's file may hold more than once; of others the last one counts. */
const LISTS = /^(?:Exec|On|WantedBy)/;

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
export function readUnits(blocks: Blocks, kind: "service" | "timer"): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>();
  for (const unit of unitsShown(blocks, kind === "timer" ? "systemd-timers" : "systemd", kind)) {
    units.set(unit.name, unit);
  }
  for (const line of partsOf(blocks, "systemd-files")[0]?.lines ?? []) {
    const field = fieldsOf(line.trim(), /\s+/);
    const name = nameOf(field(0), kind);
    const state = field(1);
    if (name === undefined || units.has(name) || state === "alias" || state === "transient") continue;
    units.set(name, { name, startType: START_TYPES.get(state), properties: new Map() });
  }
  for (const unit of unitsInFiles(blocks, kind)) if (!units.has(unit.name)) units.set(unit.name, unit);
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
function* unitsShown(blocks: Blocks, block: string, kind: string): Generator<Unit> {
  for (const lines of paragraphs(partsOf(blocks, block)[0]?.lines ?? [])) {
    const properties = propertiesOf(lines);
    const name = nameOf(firstOf(properties, "Id"), kind);
    const state = firstOf(properties, "UnitFileState");
    const loaded = firstOf(properties, "LoadState");
    if (name === undefined || loaded === "not-found" || state === "transient") continue;
    yield { name, startType: loaded === "masked" ? "Disabled" : START_TYPES.get(state), properties };
  }
}

function* paragraphs(lines: readonly string[]): Generator<readonly string[]> {
  let begun: string[] = [];
  for (const line of lines) {
    if (line !== "") begun.push(line);
    else if (begun.length > 0) {
      yield begun;
      begun = [];
    }
  }
  if (begun.length > 0) yield begun;
}

function propertiesOf(lines: readonly string[]): Map<string, string[]> {
  const properties = new Map<string, string[]>();
  for (const line of lines) add(properties, line);
  return properties;
}

/** Takes a line `Name=value`; an empty value takes back what was there, as in a unit's file. */
function add(properties: Map<string, string[]>, line: string): void {
  const at = line.indexOf("=");
  if (at === -1) return;
  const name = line.slice(0, at).trim();
  const value = line.slice(at + 1).trim();
  const values = properties.get(name) ?? [];
  properties.set(
    name,
    value === "" ? [] : LISTS.test(name) || name.startsWith("Timers") ? [...values, value] : [value],
  );
}

/** Of the folders of units the first that has one counts; what is dropped in beside it comes last. */
function* unitsInFiles(blocks: Blocks, kind: string): Generator<Unit> {
  const files = new Map<string, Map<string, string[]>>();
  const dropIns: { readonly name: string; readonly lines: readonly string[] }[] = [];
  const wanted = new Set<string>();
  const masked = new Set<string>();
  for (const { head, lines } of partsOf(blocks, "systemd-files")) {
    const [word, ...words] = head;
    const path = words.join(" ").split("/");
    const name = nameOf(path.at(-1) ?? "", kind);
    const dropIn = nameOf((path.at(-2) ?? "").replace(/\.d$/, ""), kind);
    if (word === "file" && dropIn !== undefined) dropIns.push({ name: dropIn, lines: continued(lines) });
    if (name === undefined) continue;
    if (word === "wanted") wanted.add(name);
    else if (word === "masked" && !files.has(name)) masked.add(name);
    else if (word === "file" && !files.has(name)) files.set(name, propertiesOf(continued(lines)));
  }
  for (const { name, lines } of dropIns) {
    const properties = files.get(name);
    if (properties !== undefined) for (const line of lines) add(properties, line);
  }
  for (const name of masked) files.set(name, new Map());
  for (const [name, properties] of files) {
    const startType = masked.has(name) ? "Disabled" : wanted.has(name) ? "Automatic" : "Manual";
    yield { name, startType, properties };
  }
}

/** What a unit runs: all of its commands, without the signs before them. */
export function commandOf(unit: Unit | undefined): string | undefined {
  const commands = (unit?.properties.get("ExecStart") ?? []).map((value) => {
    const shown = groupsOf(/argv\[\]=(.*?) ; ignore_errors=/, value);
    return shown?.(1) ?? value.replace(/^[-@:+!|]{1,4}/, "");
  });
  return commands.length === 0 ? undefined : commands.join("; ");
}

/** Whom a unit runs as. */
export const userOf = (unit: Unit | undefined): string | undefined =>
  unit === undefined || unit.properties.size === 0 ? undefined : firstOf(unit.properties, "User") || "root";
