import { type Element, textOf } from "../../wsman/envelope.ts";
import { CIMV2 } from "../../wsman/messages.ts";
import { commandLineOf, proseOf } from "../read/entry.ts";
import type { InventoryService, ServiceStartType } from "../types.ts";
import { flag, told } from "./values.ts";

/** What asks for the services; drivers are none. Older Windows know fewer members, so that all are asked for. */
export const SERVICES = { namespace: CIMV2, wql: "SELECT * FROM Win32_Service" } as const;

const START_TYPES: ReadonlyMap<string, ServiceStartType> = new Map<string, ServiceStartType>([
  ["boot", "Boot"],
  ["system", "System"],
  ["auto", "Automatic"],
  ["manual", "Manual"],
  ["disabled", "Disabled"],
]);

const STATES: ReadonlyMap<string, InventoryService["state"]> = new Map<string, InventoryService["state"]>([
  ["running", "running"],
  ["start pending", "running"],
  ["continue pending", "running"],
  ["pause pending", "running"],
  ["paused", "running"],
  ["stopped", "stopped"],
  ["stop pending", "stopped"],
]);

/** Reads a Win32_Service. */
export function readService(instance: Element): InventoryService | undefined {
  const name = told(instance, "Name");
  if (name === undefined) return undefined;
  const known = (property: string) => textOf(instance, property)?.toLowerCase() ?? "";
  return {
    key: name,
    name,
    source: "windows",
    displayName: told(instance, "DisplayName"),
    description: proseOf(textOf(instance, "Description")),
    startType: START_TYPES.get(known("StartMode")),
    state: STATES.get(known("State")),
    userName: told(instance, "StartName"),
    binaryPathName: commandLineOf(textOf(instance, "PathName")),
    serviceType: told(instance, "ServiceType"),
    delayedStart: flag(instance, "DelayedAutoStart"),
    canStop: flag(instance, "AcceptStop"),
    canPauseAndContinue: flag(instance, "AcceptPause"),
  };
}

/** `CDPUserSvc_4a3b2`: made for one session of a user, and gone with it. */
const OF_A_SESSION = /^(.+)_[0-9a-f]{3,8}$/;

/** The services but for those that Windows makes of another for each session, by another name each time. */
export function lastingServices(services: readonly InventoryService[]): readonly InventoryService[] {
  const names = new Set(services.map(({ name }) => name));
  return services.filter(({ name }) => {
    const [, of] = OF_A_SESSION.exec(name) ?? [];
    return of === undefined || !names.has(of);
  });
}
