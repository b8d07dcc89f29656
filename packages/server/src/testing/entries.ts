import { randomUUID } from "node:crypto";
import { type components, HostScanSection, ServiceStartType, UserPrivilege } from "@hostscan/contract";
import type { HostEntries, HostSection } from "@hostscan/core";

/** What the entries of a host are, section by section. */
export type Inventory = { readonly [Section in HostSection]: readonly HostEntries[Section][] };

type Change = components["schemas"]["HostScanChange"];

/** The sections by their numbers. */
export const sections: Readonly<Record<HostSection, HostScanSection>> = {
  users: HostScanSection.Users,
  groups: HostScanSection.Groups,
  services: HostScanSection.Services,
  scheduledTasks: HostScanSection.ScheduledTasks,
  features: HostScanSection.Features,
};

/** What a host that is scanned has: at each scan another version of its software. */
export function inventoryOf(hostId: string, before: Inventory | undefined): Inventory {
  const version = `${Number(before?.features[0]?.version ?? 0) + 1}`;
  if (before !== undefined)
    return { ...before, features: before.features.map((feature) => ({ ...feature, version })) };
  const entry = (name: string) => ({ id: randomUUID(), hostId, name });
  const root = { ...entry("root"), unixId: 0, privilege: UserPrivilege.SuperUser, isDisabled: false };
  const backup = { ...entry("backup"), unixId: 34, privilege: UserPrivilege.LinuxUser, isDisabled: true };
  const runs = { source: "cron.d", isEnabled: true };
  return {
    users: [backup, root],
    groups: [{ ...entry("root"), unixId: 0, members: [{ kind: "user", name: "root" }] }],
    services: [{ ...entry("cron"), userName: "root", startType: ServiceStartType.Automatic }],
    scheduledTasks: [
      { ...entry("nightly"), userName: "backup", ...runs },
      { ...entry("report"), userName: "EXAMPLE\\Reporter", ...runs },
    ],
    features: [{ ...entry("openssh-server"), version }],
  };
}

/** An account without its domain. */
const withoutDomain = (account: string) => account.split("\\").at(-1) ?? account;

/** The accounts of a host, and what runs as them. */
export function accountsOf({ users, services, scheduledTasks }: Inventory) {
  const entries = [...services, ...scheduledTasks];
  const names = [...users.map(({ name }) => name), ...entries.map(({ userName }) => userName)];
  const accounts = new Set(names.flatMap((name) => (name ? [name.toLowerCase()] : [])));
  const runningAs = (all: readonly { userName?: string | null; name?: string | null }[], account: string) =>
    all.filter(({ userName }) => userName?.toLowerCase() === account).map(({ name }) => name ?? "");
  return [...accounts].map((userName) => {
    const [of, by] = [runningAs(services, userName), runningAs(scheduledTasks, userName)];
    return {
      userName,
      hostScanUser: users.find(({ name }) => name?.toLowerCase() === userName) ?? null,
      ...{ services: of, serviceCount: of.length, scheduledTasks: by, scheduledTaskCount: by.length },
    };
  });
}

/** Whether an account is called so: a name without a domain is that of any. */
export const isCalled = (account: string, name: string): boolean =>
  account === name.toLowerCase() || withoutDomain(account) === name.toLowerCase();

/** What a scan has found changed. */
export function changesBetween(
  before: Inventory,
  after: Inventory,
): Pick<Change, "section" | "from" | "to">[] {
  return after.features.map((to, i) => ({
    section: HostScanSection.Features,
    from: { ...before.features[i] },
    to: { ...to },
  }));
}
