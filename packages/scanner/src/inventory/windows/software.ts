import { type Element, textOf, textsOf } from "../../wsman/envelope.ts";
import { CIMV2 } from "../../wsman/messages.ts";
import { groupsOf, moment, proseOf } from "../read/entry.ts";
import type { InventorySoftware } from "../types.ts";
import { type Listed, NO_TIME, type WindowsReader } from "./reader.ts";
import { registry, type Told } from "./registry.ts";
import { told } from "./values.ts";

/** Where programs say how they are to be uninstalled, and for what those are made. Win32_Product would repair each. */
const UNINSTALL = [
  { path: "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall", architecture: undefined },
  { path: "SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall", architecture: "x86" },
] as const;

const UPDATES = { namespace: CIMV2, wql: "SELECT * FROM Win32_QuickFixEngineering" } as const;

/** Of the time for the reading, the share that is left to what comes after the registry. */
const SHARE_AFTERWARDS = 0.15;

/**
 * Reads what is installed: updates by one query, programs from the registry. That has no way to ask for several values at
 * once: a program costs three exchanges, and a key that is none costs one.
 */
export async function readSoftware(reader: WindowsReader, most: number): Promise<Listed<InventorySoftware>> {
  const updates = await reader.list(UPDATES, "Win32_QuickFixEngineering", readUpdate, most);
  const programs = await readPrograms(reader, most);
  const isWhole = programs.end.state === "collected" && updates.end.state !== "unsupported";
  return { items: [...updates.items, ...programs.items], end: isWhole ? updates.end : programs.end };
}

async function readPrograms(reader: WindowsReader, most: number): Promise<Listed<InventorySoftware>> {
  const items: InventorySoftware[] = [];
  for (const { path, architecture } of UNINSTALL) {
    const names = await registry(reader, "EnumKey", { sSubKeyName: path });
    if ("end" in names) return { items, end: names.end };
    for (const name of textsOf(names.output, "sNames")) {
      if (items.length > most) break;
      // So an array that is null is written.
      if (name === "") continue;
      const program = await readProgram(reader, `${path}\\${name}`, architecture);
      if (program !== undefined && "end" in program) return { items, end: reader.without(program.end) };
      if (program !== undefined) items.push(program);
    }
  }
  return { items, end: { state: "collected" } };
}

async function readProgram(
  reader: WindowsReader,
  key: string,
  architecture: string | undefined,
): Promise<Told<InventorySoftware | undefined>> {
  const named = await readValue(reader, key, "DisplayName");
  if ("end" in named) return named;
  const { value: name } = named;
  // Parts of programs, and updates of old, have no name.
  if (name === undefined) return undefined;
  const version = await readValue(reader, key, "DisplayVersion");
  if ("end" in version) return version;
  const publisher = await readValue(reader, key, "Publisher");
  if ("end" in publisher) return publisher;
  return {
    key: ["windows", name, architecture].join(":"),
    name,
    source: "windows",
    version: version.value ?? "",
    architecture,
    publisher: publisher.value,
  };
}

async function readValue(
  reader: WindowsReader,
  sSubKeyName: string,
  sValueName: string,
): Promise<Told<{ readonly value: string | undefined }>> {
  if (reader.shareLeft() < SHARE_AFTERWARDS) return { end: { state: "cutOff", message: NO_TIME } };
  const told = await registry(reader, "GetStringValue", { sSubKeyName, sValueName });
  return "end" in told ? told : { value: proseOf(textOf(told.output, "sValue")) };
}

/** Reads a Win32_QuickFixEngineering. */
function readUpdate(instance: Element): InventorySoftware | undefined {
  const name = told(instance, "HotFixID");
  if (name === undefined) return undefined;
  return {
    key: ["windows-update", name].join(":"),
    name,
    source: "windows-update",
    version: "",
    description: told(instance, "Description"),
    installedDateTimeUtc: dayOf(textOf(instance, "InstalledOn") ?? ""),
  };
}

/** `9/14/2022`, on most hosts whatever their language; what is no day so is none. */
function dayOf(value: string): string | undefined {
  const found = groupsOf(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, value);
  return found && moment(Date.parse(`${found(3)}-${twoDigits(found(1))}-${twoDigits(found(2))}T00:00:00Z`));
}

const twoDigits = (number: string): string => number.padStart(2, "0");
