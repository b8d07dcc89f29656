import type { PlatformName } from "@hostscan/database";
import type { ScanTarget } from "@hostscan/scanner";

/** The platforms that are scanned, by the names the API knows them by. */
export const PLATFORMS = {
  Linux: "linux",
  Cisco: "cisco",
  Windows: "windows",
} as const satisfies Record<PlatformName, ScanTarget["platform"]>;

/** Names are matched exactly, as the reference has it. */
export function isPlatformName(name: string): name is PlatformName {
  return Object.hasOwn(PLATFORMS, name);
}
