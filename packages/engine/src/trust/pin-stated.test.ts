import { CertificateType } from "@hostscan/contract";
import { asSshThumbprint } from "@hostscan/scanner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finishScan } from "../../test/finish-scan.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { claimHosts } from "../worker/claim-hosts.ts";

const ssh = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const otherSsh = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
const tls = "A1".repeat(32);
const otherTls = "B2".repeat(32);
const caller = (subject: string) => ({
  ...context,
  // A renewed key has another subject, and is the same caller.
  caller: { ...context.caller, subject, identity: "app:portal" },
});

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());

type Stated = {
  trustedThumbprint?: string;
  certificateType?: CertificateType | null;
  platformName?: string | null;
};

async function state(dnsHostName: string, stated: Stated, subject = "subject-1"): Promise<void> {
  const request = { dnsHostName, credentialId, ...stated };
  accepted(await engine.jobs.createJob([request], caller(subject)));
}

const records = (name: string) =>
  engine.database.db
    .selectFrom("trust_record")
    .innerJoin("host", "host.id", "host_id")
    .selectAll("trust_record")
    .where("dns_host_name", "=", name)
    .orderBy("protocol")
    .execute();

test("a stated thumbprint is pinned, and it is kept who stated it", async () => {
  await state("stated.local", { trustedThumbprint: ssh });
  expect(await records("stated.local")).toMatchObject([
    {
      protocol: "ssh",
      pinned_thumbprint: ssh,
      pinned_algorithm: null,
      observed_thumbprint: null,
      accepted_how: "request",
      accepted_by: "subject-1",
      accepted_at: expect.any(Date),
    },
  ]);
});

test.each([
  ["ssh", ssh, null, null],
  ["ssh", ssh, CertificateType.SSH, null],
  // Clients that cannot leave it out send the type's zero.
  ["ssh", ssh, CertificateType.WinRM, null],
  ["ssh", tls, CertificateType.WinRM, "Linux"],
  ["ssh", tls, null, "Cisco"],
  ["ssh", tls, CertificateType.SSH, null],
  ["winrm", tls, null, null],
  ["winrm", tls, CertificateType.WinRM, null],
  ["rdp", tls, CertificateType.RDP, null],
] as const)("a pin by %s: %s of the type %s, platform %s", async (...stated) => {
  const [protocol, trustedThumbprint, certificateType, platformName] = stated;
  const name = `type-${stated.map((part) => String(part).slice(0, 5)).join("-")}.local`.replaceAll(":", "");
  await state(name, { trustedThumbprint, certificateType, platformName });
  // One key, one text: in whichever form it was stated.
  const thumbprint = protocol === "ssh" ? asSshThumbprint(trustedThumbprint) : trustedThumbprint;
  expect(await records(name.toLowerCase())).toMatchObject([{ protocol, pinned_thumbprint: thumbprint }]);
});

test("a type that was stated before counts where the request states none", async () => {
  await state("before.local", { certificateType: CertificateType.RDP });
  expect(await records("before.local")).toEqual([]);
  await state("before.local", { trustedThumbprint: tls });
  expect(await records("before.local")).toMatchObject([{ protocol: "rdp", pinned_thumbprint: tls }]);
});

test("each protocol has a pin of its own", async () => {
  await state("each.local", { trustedThumbprint: ssh });
  await state("each.local", { trustedThumbprint: tls, certificateType: CertificateType.WinRM });
  await state("each.local", { trustedThumbprint: otherTls, certificateType: CertificateType.RDP });
  expect(await records("each.local")).toMatchObject([
    { protocol: "rdp", pinned_thumbprint: otherTls },
    { protocol: "ssh", pinned_thumbprint: ssh },
    { protocol: "winrm", pinned_thumbprint: tls },
  ]);
});

test("a request that states no thumbprint, or the same again, changes nothing", async () => {
  await state("same.local", { trustedThumbprint: ssh });
  const before = await records("same.local");
  await state("same.local", {}, "subject-2");
  await state("same.local", { trustedThumbprint: `${ssh}=` }, "subject-2");
  expect(await records("same.local")).toEqual(before);
});

test("another thumbprint is pinned in place of the former, with the algorithm if the host has shown it", async () => {
  await state("other.local", { trustedThumbprint: ssh });
  const [{ host_id } = expect.fail("no record")] = await records("other.local");
  await engine.database.db
    .updateTable("trust_record")
    .set({ observed_thumbprint: otherSsh, observed_algorithm: "ssh-ed25519" })
    .where("host_id", "=", host_id)
    .execute();
  await state("other.local", { trustedThumbprint: otherSsh }, "subject-2");
  expect(await records("other.local")).toMatchObject([
    { pinned_thumbprint: otherSsh, pinned_algorithm: "ssh-ed25519", accepted_by: "subject-2" },
  ]);
  await state("other.local", { trustedThumbprint: ssh });
  expect(await records("other.local")).toMatchObject([{ pinned_thumbprint: ssh, pinned_algorithm: null }]);
});

test("requests that pin and scans that end at the same moment do not deadlock, and the stated pins stay", async () => {
  const { jobs, queue, database } = engine;
  const requests = Array.from({ length: 200 }, (_, index) => ({
    dnsHostName: `moment-${index}.local`,
    credentialId,
  }));
  const { hostScanHostStatus } = accepted(await jobs.createJob(requests, context));
  const ids = (hostScanHostStatus ?? []).map(({ hostScanHostId }) => `${hostScanHostId}`);
  const { claimed } = await claimHosts(database.db, queue, ids);
  const keys = [{ protocol: "ssh", thumbprint: otherSsh, algorithm: "ssh-ed25519" }] as const;
  const facts = { name: "web", os: "Debian", version: "12", ipAddress: "10.0.0.1" };
  const pinned = requests.map((request) => ({ ...request, trustedThumbprint: ssh }));
  const scanEnds = [
    { kind: "complete", facts, keys, pins: keys, description: null },
    { kind: "retry", delaySeconds: 60, keys, pins: keys },
  ] as const;
  const finishEvery = async (lane: number) => {
    for (const [index, claim] of claimed.entries()) {
      const scanEnd = scanEnds[index % 3 === 0 ? 1 : 0];
      if (index % 4 === lane) expect(await finishScan(database.db, queue, claim, scanEnd)).toBe(true);
    }
  };
  const pinAgain = async (some: typeof pinned) => {
    for (let call = 0; call < 5; call += 1) accepted(await jobs.createJob(some, context));
  };
  await Promise.all([...[0, 1, 2, 3].map(finishEvery), ...[pinned, pinned.toReversed()].map(pinAgain)]);
  const rows = database.db.selectFrom("trust_record").innerJoin("host", "host.id", "host_id");
  const pins = await rows.select("pinned_thumbprint").where("dns_host_name", "like", "moment-%").execute();
  expect(pins).toEqual(requests.map(() => ({ pinned_thumbprint: ssh })));
});
