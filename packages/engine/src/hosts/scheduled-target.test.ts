import type { ScheduledTarget } from "@hostscan/database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { createTrustStore } from "../trust/trust-store.ts";
import { claimHosts } from "../worker/claim-hosts.ts";
import { scannedHost } from "./scheduled-target.ts";

const [stated, learnt, later] = [
  "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I",
  "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
  "SHA256:9e8BrrQXVUpKZIxKhSCBnM9YQ5IuNiVztksCsDhcc0s",
] as const;
const [ignore, warn, error] = [0, 1, 2] as const;
const here = { address: "10.0.0.1", port: 22 };
const there = { address: "10.0.0.2", port: 22 };

const pinned = (key: string, learnings = 0) => ({ keys: { ssh: { pinned: key, learnings } } });
const knows = (key: string, how: string, learnings: number) => ({
  keys: { ssh: { pinned: key, learnt: how, learnings } },
});

/** What the scan of a job does with trust: the pin, the action and whether a first key is accepted. */
function trust(scheduled: ScheduledTarget, now: ScheduledTarget) {
  const host = scannedHost("web.local", scheduled, now);
  return [host.pinned.ssh, host.trust_action, host.accept_first_discovery];
}

test("a job goes where it was to go, as what and with the account that it was to", () => {
  const scheduled = { ...here, platform: "Linux", certificateType: 2 } as const;
  const now = { ...there, platform: "Windows", certificateType: 1 } as const;
  expect(scannedHost("web.local", scheduled, now)).toMatchObject({
    ...{ dns_host_name: "web.local", ip_address: "10.0.0.1", ssh_port: 22, platform: "Linux" },
    certificate_type: 2,
  });
});

describe.each([
  ["asked for nothing since", {}, here, {}, [undefined, error, null]],
  [
    "weakened since",
    pinned(stated),
    here,
    { ...pinned(stated), trustAction: ignore, acceptFirstDiscovery: true },
    [stated, error, null],
  ],
  ["tightened since", { trustAction: ignore }, here, { trustAction: error }, [undefined, error, null]],
  ["tightened by half since", { trustAction: ignore }, here, { trustAction: warn }, [undefined, warn, null]],
  [
    "no longer accepting since",
    { acceptFirstDiscovery: true },
    here,
    { acceptFirstDiscovery: false },
    [undefined, error, false],
  ],
  [
    "still accepting",
    { acceptFirstDiscovery: true },
    here,
    { acceptFirstDiscovery: true },
    [undefined, error, true],
  ],
  ["stated another key since", pinned(stated), here, pinned(later), [stated, error, null]],
  ["stated a first key since", {}, here, pinned(later), [later, error, null]],
  ["learnt a key since", {}, here, knows(learnt, learnt, 1), [learnt, error, null]],
  [
    "learnt one in place of the stated",
    pinned(stated),
    here,
    knows(learnt, learnt, 1),
    [learnt, error, null],
  ],
  ["learnt one, and stated another", pinned(stated), here, knows(later, learnt, 1), [learnt, error, null]],
  [
    "learnt before, stated since",
    knows(learnt, learnt, 1),
    here,
    knows(later, learnt, 1),
    [learnt, error, null],
  ],
  [
    "moved, with a key of elsewhere",
    { acceptFirstDiscovery: true },
    there,
    { ...pinned(later), acceptFirstDiscovery: false },
    [undefined, error, true],
  ],
  [
    "moved, with an action of elsewhere",
    { trustAction: warn },
    there,
    { trustAction: ignore },
    [undefined, warn, null],
  ],
  [
    "moved, and learnt",
    { acceptFirstDiscovery: true },
    there,
    knows(learnt, learnt, 1),
    [learnt, error, true],
  ],
] as const)("a host that was %s", (_, scheduled, place, now, expected) => {
  test("is trusted as the stricter of both says", () => {
    expect(trust({ ...here, ...scheduled }, { ...place, ...now })).toEqual(expected);
  });
});

describe("in the tables", () => {
  let engine: TestEngine;
  let credentialId: string;
  beforeAll(async () => {
    engine = await startEngine();
    credentialId = await engine.addCredential("scan");
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  async function schedule(dnsHostName: string, settings: object = {}) {
    const job = accepted(await engine.jobs.createJob([{ dnsHostName, credentialId, ...settings }], context));
    const [scan] = job.hostScanHostStatus ?? [];
    return { hostId: scan?.hostId ?? "", scanId: scan?.hostScanHostId ?? "" };
  }
  const claim = async (scanId: string) =>
    (await claimHosts(engine.database.db, engine.queue, [scanId])).claimed[0];

  test("a job keeps the credential that it was scheduled with", async () => {
    const other = await engine.addCredential("other");
    const first = await schedule("credential.local");
    const second = await schedule("credential.local", { credentialId: other });
    expect((await claim(first.scanId))?.credential?.id).toBe(credentialId);
    await engine.database.db
      .updateTable("host_scan_host")
      .set({ status: 2 })
      .where("id", "=", first.scanId)
      .execute();
    expect((await claim(second.scanId))?.credential?.id).toBe(other);
  });

  test("a key that a command trusts holds for a job that waits, though a request had stated it already", async () => {
    const { hostId, scanId } = await schedule("command.local", { trustedThumbprint: stated });
    await schedule("command.local", { trustedThumbprint: learnt });
    await engine.database.db
      .updateTable("trust_record")
      .set({ observed_thumbprint: learnt, observed_algorithm: "ssh-ed25519" })
      .where("host_id", "=", hostId)
      .execute();
    accepted(
      await createTrustStore({ db: engine.database.db }).accept({ hostId, protocol: "ssh", by: "root" }),
    );
    expect((await claim(scanId))?.pinned).toEqual({ ssh: learnt });
  });

  test("a row of before such was kept is scanned as its host is now", async () => {
    const { scanId } = await schedule("before.local", { ipAddress: "10.9.0.1", trustedThumbprint: stated });
    await engine.database.db
      .updateTable("host_scan_host")
      .set({ target: null })
      .where("id", "=", scanId)
      .execute();
    expect(await claim(scanId)).toMatchObject({ ip_address: "10.9.0.1", pinned: { ssh: stated } });
  });
});
