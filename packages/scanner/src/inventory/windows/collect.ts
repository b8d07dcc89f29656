import { codeOf } from "../../failure.ts";
import type { Scanning } from "../../scanning.ts";
import type { OpenWindows } from "../../wsman/read-windows.ts";
import { type Budget, MORE_ENTRIES, newBudget, takeEntries } from "../entries.ts";
import { sectionsAll } from "../every-section.ts";
import { toldSecrets } from "../mask/told-secrets.ts";
import type { Inventory, InventoryGroup, InventoryUser, Section, SectionName } from "../types.ts";
import { groupEntries, userEntries } from "./account-entries.ts";
import { readAccounts } from "./accounts.ts";
import { LOGINS, readLogin, withLogins } from "./logins.ts";
import { type End, LIMITED, type Listed, startReading, type WindowsReader } from "./reader.ts";
import { isAdministrator } from "./registry.ts";
import { lastingServices, readService, SERVICES } from "./services.ts";
import { readSoftware } from "./software.ts";
import { readTask, TASKS } from "./tasks.ts";

/** Of the time that is left to the scan, what the reading may take: what has come until then counts. */
const SHARE = 0.8;

interface Asked extends Pick<Scanning, "sections" | "credential"> {
  readonly watch: Pick<Scanning["watch"], "remainingMs" | "signal">;
}

/**
 * Reads the sections that are asked for, in the login that there is; nothing where there are none. A section that cannot
 * be read says so itself: it never fails the scan.
 */
export async function collectWindows(asked: Asked, host: OpenWindows): Promise<Inventory | undefined> {
  const { sections } = asked;
  if (sections.length === 0) return undefined;
  return readSections(asked, host).catch((error: unknown) =>
    // A fault of ours: its text could hold anything.
    sectionsAll(sections, { state: "failed", message: `The reading broke off (${codeOf(error)}).` }),
  );
}

/** What is kept of a host: so many entries, without what it was told. */
interface Keeping {
  readonly budget: Budget;
  keep<Entry extends { readonly key: string }>(entries: Iterable<Entry>, end: End): Promise<Section<Entry>>;
}

function keepingFor({ credential, watch }: Pick<Asked, "credential" | "watch">): Keeping {
  const budget = newBudget();
  const told = toldSecrets(credential);
  return {
    budget,
    async keep(entries, end) {
      const { taken, more } = await takeEntries(entries, budget, { told, signal: watch.signal });
      return { ...told(more ? { state: "cutOff", message: MORE_ENTRIES } : end), entries: taken };
    },
  };
}

async function readSections(asked: Asked, host: OpenWindows): Promise<Inventory> {
  const reader = startReading(host, asked.watch.remainingMs() * SHARE);
  const keeping = keepingFor(asked);
  const wants = (name: SectionName) => asked.sections.includes(name);
  const accounts = await readAccountSections(reader, keeping, host, asked.sections);
  const things = await readServicesAndTasks(reader, keeping, asked.sections);
  const software = wants("software") ? await readSoftware(reader, keeping.budget.left) : undefined;
  return {
    ...things,
    ...(software && { software: await keeping.keep(software.items, software.end) }),
    ...(await accounts()),
  };
}

interface AccountSections {
  readonly users?: Section<InventoryUser>;
  readonly groups?: Section<InventoryGroup>;
}

/** Reads users and groups; what they have of logins is read when it is called, for a host may ask its domain for those. */
async function readAccountSections(
  reader: WindowsReader,
  keeping: Keeping,
  { isDomainController }: OpenWindows,
  sections: readonly SectionName[],
): Promise<() => Promise<AccountSections>> {
  const names = (["users", "groups"] as const).filter((name) => sections.includes(name));
  if (names.length === 0) return async () => ({});
  if (isDomainController) {
    const message = "It is a domain controller: its accounts are those of its domain.";
    return async () => ({ ...sectionsAll(names, { state: "unsupported", message }) });
  }
  const accounts = await readAccounts(reader, keeping.budget.left);
  const users = names.includes("users") && (await keeping.keep(userEntries(accounts), accounts.users.end));
  const groups =
    names.includes("groups") && (await keeping.keep(groupEntries(accounts), accounts.groups.end));
  return async () => {
    if (users === false) return { ...(groups && { groups }) };
    const logins = await reader.list(LOGINS, "Win32_NetworkLoginProfile", readLogin);
    const entries = withLogins(users.entries, accounts.users.items, logins.items, new Date());
    return { users: { ...users, entries }, ...(groups && { groups }) };
  };
}

async function readServicesAndTasks(
  reader: WindowsReader,
  { budget, keep }: Keeping,
  sections: readonly SectionName[],
): Promise<Pick<Inventory, "services" | "scheduledTasks">> {
  const names = (["services", "scheduledTasks"] as const).filter((name) => sections.includes(name));
  if (names.length === 0) return {};
  const seesAll = await isAdministrator(reader);
  /** No Windows is without any. */
  const endOf = ({ items, end }: Listed<unknown>): End =>
    end.state === "collected" && !(seesAll && items.length > 0) ? LIMITED : end;
  const services = names.includes("services")
    ? await reader.list(SERVICES, "Win32_Service", readService, budget.left)
    : undefined;
  const kept = services && (await keep(lastingServices(services.items), endOf(services)));
  const tasks = names.includes("scheduledTasks")
    ? await reader.list(TASKS, "MSFT_ScheduledTask", readTask, budget.left)
    : undefined;
  return {
    ...(kept && { services: kept }),
    ...(tasks && { scheduledTasks: await keep(tasks.items, endOf(tasks)) }),
  };
}
