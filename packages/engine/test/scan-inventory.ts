import { type Inventory, SECTION_NAMES, type SectionName } from "@hostscan/scanner";
import { expect } from "vitest";
import { foundSections } from "../src/inventory/found-sections.ts";
import { claimHosts } from "../src/worker/claim-hosts.ts";
import { finishScan } from "./finish-scan.ts";
import { accepted, context, type TestEngine } from "./start-engine.ts";

const facts = { name: "web", os: "Debian", version: "12", ipAddress: "10.0.0.1" };

/** What a scan reads of a host that has a web server under an account of its own (fixture). */
export const inventory: Inventory = {
  users: {
    state: "collected",
    entries: [
      {
        key: "root",
        name: "root",
        unixId: 0,
        privilege: "SuperUser",
        lastLogonTimestamp: "2026-11-01T08:00:00Z",
      },
      {
        ...{
          key: "www",
          name: "www",
          unixId: 33,
          privilege: "LinuxUser",
          shell: "/bin/sh",
          isDisabled: false,
        },
        authorizedKeys: [{ type: "ssh-ed25519", thumbprint: "SHA256:k", comment: "a@b" }],
      },
    ],
  },
  groups: {
    state: "collected",
    entries: [{ key: "www", name: "www", unixId: 33, members: [{ kind: "user", name: "www" }] }],
  },
  services: {
    state: "denied",
    missing: ["/etc/systemd/private"],
    entries: [
      {
        ...{ key: "nginx", name: "nginx", source: "systemd", startType: "Automatic", state: "running" },
        userName: "www",
      },
    ],
  },
  scheduledTasks: {
    state: "collected",
    entries: [
      {
        ...{
          key: "report",
          name: "report",
          source: "cron.d",
          userName: "EXAMPLE\\Reporter",
          isEnabled: true,
        },
        nextRunTimeUtc: "2026-11-02T08:00:00Z",
        triggers: [{ enabled: true, schedule: "0 3 * * *" }],
        actions: [{ execute: "/bin/report", arguments: "--all", workingDirectory: "/tmp" }],
      },
    ],
  },
  software: {
    state: "collected",
    entries: [{ key: "nginx", name: "nginx", source: "dpkg", version: "1.22" }],
  },
};

/** The sections of an inventory that are named. */
export const partOf = (whole: Inventory, ...names: readonly SectionName[]): Inventory =>
  Object.fromEntries(SECTION_NAMES.filter((name) => names.includes(name)).map((name) => [name, whole[name]]));

/** Scans a host for a job of its own, with this result; resolves to the ids of the host and the job. */
export async function scanInventory(
  engine: TestEngine,
  credentialId: string,
  found: Inventory,
  { dnsHostName = "web.local", as = context } = {},
) {
  const { db } = engine.database;
  accepted(await engine.jobs.createJob([{ dnsHostName, credentialId }], as));
  const { claimed } = await claimHosts(db, engine.queue, await engine.queue.fetch(1));
  const claim = claimed[0] ?? expect.fail("not claimed");
  const sections = await foundSections(found, claim.knownSections ?? [], facts.name);
  const end = { kind: "complete", facts, keys: [], pins: [], description: null, sections } as const;
  expect(await finishScan(db, engine.queue, claim, end)).toBe(true);
  return { hostId: claim.hostId, jobId: claim.jobId, sections };
}
