import { CertificateType } from "@hostscan/contract";
import type { Result, SchedulingContext } from "@hostscan/core";
import { readAudit } from "@hostscan/database";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { createHostScanJobs } from "../jobs/service.ts";

const caller = { ...context.caller, role: "Admin", name: "alice", identity: "user:alice", isUser: true };
const admin: SchedulingContext = { caller, requestId: "request-7" };
const mine = { ...context, caller: { ...context.caller, identity: "app:mine" } };
const theirs = { ...context, caller: { ...context.caller, identity: "app:theirs" } };

/** A line of a known_hosts file, and the thumbprint of its key. */
const blob = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
const ED = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU";
const RSA = `SHA256:${"R".repeat(42)}A`;
const TLS = "AB".repeat(32);
const PROVED = "HTTP/d.example@EXAMPLE";

let engine: TestEngine;
let jobId: string;
let ids: string[];
beforeAll(async () => {
  engine = await startEngine();
  const credentialId = await engine.addCredential("linux");
  const requests = ["a", "b", "c", "d"].map((name) => ({ dnsHostName: `${name}.example`, credentialId }));
  const job = accepted(await engine.jobs.createJob(requests, mine));
  jobId = job.id;
  ids = (job.hostScanHostStatus ?? []).map(({ hostId }) => String(hostId));
});
afterAll(() => engine[Symbol.asyncDispose]());

/** a shows an SSH key and a certificate, and has shown another key before; b another key than is trusted; c nothing. */
beforeEach(async () => {
  const { db } = engine.database;
  await db.deleteFrom("trust_record").execute();
  await db.deleteFrom("seen_key").execute();
  const [a = "", b = "", , d = ""] = ids;
  const at = { last_seen: new Date(1_000), first_seen: new Date(0) };
  const ssh = { protocol: "ssh", observed_thumbprint: ED, observed_algorithm: "ssh-ed25519", ...at } as const;
  await db
    .insertInto("trust_record")
    .values([
      { host_id: a, ...ssh },
      { host_id: a, protocol: "winrm", observed_thumbprint: TLS, ...at },
      { host_id: b, ...ssh, pinned_thumbprint: RSA },
      { host_id: d, ...ssh, pinned_thumbprint: ED },
      { host_id: d, protocol: "kerberos", observed_thumbprint: PROVED, ...at },
    ])
    .execute();
  const before = { protocol: "ssh", thumbprint: RSA, algorithm: "ssh-rsa", last_seen: new Date(0) } as const;
  await db
    .insertInto("seen_key")
    .values({ host_id: a, ...before })
    .execute();
});

const pins = async () => {
  const rows = await engine.database.db
    .selectFrom("trust_record")
    .select(["host_id", "protocol", "pinned_thumbprint as pin"])
    .orderBy("protocol")
    .execute();
  return ids.map((id) => rows.flatMap((row) => (row.host_id === id ? [row.pin] : [])));
};
const UNTOUCHED = [[null, null], [RSA], [], [null, ED]];
const waiting = async (as: SchedulingContext, more: object = {}, jobs = engine.jobs) =>
  accepted(await jobs.listAwaitingTrust({ limit: 200, ...more }, as)).items;
const by = (index: number) => ids[index] ?? "";

test("what awaits trust is listed by host, page by page, with what is trusted instead", async () => {
  const items = await waiting(admin);
  expect(new Set(items.map(({ hostName }) => hostName))).toEqual(
    new Set(["a.example:22", "b.example:22", "d.example:22"]),
  );
  expect(items.find(({ hostId }) => hostId === by(1))).toEqual({
    ...{
      hostId: by(1),
      hostName: "b.example:22",
      certificateType: CertificateType.SSH,
      algorithm: "ssh-ed25519",
    },
    ...{ discoveredThumbprint: ED, trustedThumbprint: RSA },
    ...{ firstSeenTimeUtc: "1970-01-01T00:00:00.000Z", lastSeenTimeUtc: "1970-01-01T00:00:01.000Z" },
  });
  expect(items.find(({ discoveredThumbprint: shown }) => shown === PROVED)?.certificateType).toBeNull();
  const paged: unknown[] = [];
  let after: string | undefined;
  do {
    const page = accepted(
      await engine.jobs.listAwaitingTrust({ limit: 1, ...(after !== undefined && { after }) }, admin),
    );
    paged.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  expect(paged).toEqual(items);
  expect(rejected(await engine.jobs.listAwaitingTrust({ limit: 1, after: "x" }, admin))).toMatchObject({
    errors: [{ path: "after" }],
  });
});

test("it is listed of the hosts of a job, and to an App of those that it sees", async () => {
  expect(await waiting(admin, { hostScanJobId: jobId.toUpperCase() })).toHaveLength(4);
  expect(await waiting(admin, { hostScanJobId: by(0) })).toEqual([]);
  const { db } = engine.database;
  const own = createHostScanJobs({ db, queue: engine.queue, log: engine.lines.log, jobsOf: "own" });
  expect(await waiting(mine, {}, own)).toHaveLength(4);
  expect(await waiting(theirs, {}, own)).toEqual([]);
  expect(await waiting(theirs, { hostScanJobId: jobId }, own)).toEqual([]);
  expect(await waiting(admin, { hostScanJobId: jobId }, own)).toHaveLength(4);
});

test("hosts are trusted by what they have shown, in any form, and audited with the call", async () => {
  const hex = Buffer.from(ED.slice("SHA256:".length), "base64").toString("hex");
  const trusted = accepted(
    await engine.jobs.trustHosts(
      [
        { hostId: by(1).toUpperCase(), thumbprint: ` ${hex} ` },
        { hostId: by(0), thumbprint: RSA, certificateType: CertificateType.SSH },
        { hostId: by(0), thumbprint: TLS.toLowerCase() },
        { hostId: by(3), thumbprint: PROVED, certificateType: null },
      ],
      admin,
    ),
  );
  expect(trusted).toEqual([
    {
      ...{ hostId: by(1), hostName: "b.example:22", certificateType: CertificateType.SSH },
      ...{ trustedThumbprint: ED, formerThumbprint: RSA },
    },
    expect.objectContaining({ hostId: by(0), trustedThumbprint: RSA, formerThumbprint: null }),
    expect.objectContaining({ certificateType: CertificateType.WinRM, trustedThumbprint: TLS }),
    expect.objectContaining({ certificateType: null, trustedThumbprint: PROVED }),
  ]);
  expect(await pins()).toEqual([[RSA, TLS], [ED], [], [PROVED, ED]]);
  const [line] = await readAudit(engine.database.db, { action: "host.trust", limit: 1 });
  expect(line).toMatchObject({ actorKind: "user", actor: "alice", requestId: "request-7" });
  const record = await engine.database.db
    .selectFrom("trust_record")
    .select(["accepted_how", "accepted_by"])
    .where("host_id", "=", by(1))
    .executeTakeFirstOrThrow();
  expect(record).toEqual({ accepted_how: "command", accepted_by: "user:alice" });
});

test.each<[string, () => object[], string[]]>([
  ["a thumbprint that was not shown", () => [{ hostId: by(1), thumbprint: RSA }], ["/1/thumbprint"]],
  ["one of another type", () => [{ hostId: by(1), thumbprint: ED, certificateType: 1 }], ["/1/thumbprint"]],
  ["a host that shows nothing", () => [{ hostId: by(2), thumbprint: ED }], ["/1/thumbprint"]],
  ["a text that is no thumbprint", () => [{ hostId: by(1), thumbprint: "x" }], ["/1/thumbprint"]],
  [
    "hosts that there are not",
    () => [
      { hostId: jobId, thumbprint: ED },
      { hostId: by(1), thumbprint: "x" },
    ],
    ["/1/hostId", "/2/thumbprint"],
  ],
  ["a host that is named twice", () => [{ hostId: by(0).toUpperCase(), thumbprint: RSA }], ["/1"]],
])("%s is refused with its place, and nothing is trusted", async (_what, more, paths) => {
  const hosts = [{ hostId: by(0), thumbprint: ED }, ...more()].map((one) => ({
    ...{ hostId: "", thumbprint: "", ...one },
  }));
  expect(rejected(await engine.jobs.trustHosts(hosts, admin))).toMatchObject({
    kind: "invalid",
    errors: paths.map((path) => ({ path })),
  });
  expect(await pins()).toEqual(UNTOUCHED);
});

test("what a job's hosts have shown is trusted by the code of its review, once it was reviewed", async () => {
  const review = accepted(await engine.jobs.reviewTrust(jobId.toUpperCase(), admin));
  expect(review).toMatchObject({ trusted: 1, silentHosts: ["c.example:22"] });
  expect(review.keys).toHaveLength(4);
  const { code } = review;
  await engine.database.db
    .updateTable("trust_record")
    .set({ observed_thumbprint: RSA })
    .where("host_id", "=", by(1))
    .execute();
  expect(rejected(await engine.jobs.trustReviewed(jobId, { code }, admin)).kind).toBe("conflict");
  expect(await pins()).toEqual(UNTOUCHED);
  // Another pin than was shown to who reviewed would be undone unseen.
  const seen = accepted(await engine.jobs.reviewTrust(jobId, admin));
  await engine.database.db
    .updateTable("trust_record")
    .set({ pinned_thumbprint: "00".repeat(32) })
    .where("host_id", "=", by(0))
    .where("protocol", "=", "winrm")
    .execute();
  expect(rejected(await engine.jobs.trustReviewed(jobId, { code: seen.code }, admin)).kind).toBe("conflict");
  const again = accepted(await engine.jobs.reviewTrust(jobId, admin));
  const once = { ...admin, idempotencyKey: "review" };
  const trusted = accepted(await engine.jobs.trustReviewed(jobId, { code: again.code }, once));
  expect(trusted).toHaveLength(3);
  expect(accepted(await engine.jobs.trustReviewed(jobId.toUpperCase(), { code: again.code }, once))).toEqual(
    trusted,
  );
  expect(await waiting(admin)).toEqual([]);
  const unknown = by(0);
  expect(rejected(await engine.jobs.reviewTrust(unknown, admin)).kind).toBe("not-found");
  expect(rejected(await engine.jobs.trustReviewed(unknown, { code }, admin)).kind).toBe("not-found");
});

test("a file of known hosts trusts those that show its keys, and tells of the others", async () => {
  const knownHosts = [
    "# a comment",
    `a.example,c.example ssh-ed25519 ${blob}`,
    `@cert-authority *.example ssh-ed25519 ${blob}`,
    `*.elsewhere ssh-ed25519 ${blob}`,
    `@revoked b.example ssh-ed25519 ${blob}`,
  ].join("\n");
  const once = { ...admin, idempotencyKey: "known hosts" };
  const done = accepted(await engine.jobs.trustKnownHosts({ knownHosts }, once));
  expect(accepted(await engine.jobs.trustKnownHosts({ knownHosts }, once))).toEqual(done);
  expect(done).toEqual({
    hosts: [expect.objectContaining({ hostId: by(0), trustedThumbprint: ED, formerThumbprint: null })],
    mismatches: [{ hostId: by(1), hostName: "b.example:22", discoveredThumbprint: ED, isRevoked: true }],
    silentHosts: ["c.example:22"],
    authorityLines: [3],
  });
  expect(await pins()).toEqual([[ED, null], [RSA], [], [null, ED]]);
});

test("of a file of known hosts only the hosts that are meant are compared", async () => {
  const knownHosts = `*.example ssh-ed25519 ${blob}`;
  const hostIds = [by(1).toUpperCase()];
  const { hosts } = accepted(await engine.jobs.trustKnownHosts({ knownHosts, hostIds }, admin));
  expect(hosts.map(({ hostId }) => hostId)).toEqual([by(1)]);
  const unknown = { knownHosts, hostIds: [by(1), jobId] };
  expect(rejected(await engine.jobs.trustKnownHosts(unknown, admin))).toMatchObject({
    errors: [{ path: "/hostIds/1" }],
  });
});

test.each<[string, string, string]>([
  ["a line that is none", `a.example ssh-ed25519 ${blob}\nnonsense`, "line 2 is not"],
  ["too many lines", "\n".repeat(20_001), "must have at most 20000 lines"],
  ["a line of too many hosts", `\n${"a,".repeat(10_000)} ssh-ed25519 ${blob}`, "line 2 is longer than 16384"],
  [
    "too many names",
    `${"a,".repeat(8_000)}a ssh-ed25519 ${blob}\n`.repeat(26),
    "must name hosts at most 200000 times",
  ],
])("a file with %s is refused, and nothing is trusted", async (_what, knownHosts, message) => {
  expect(rejected(await engine.jobs.trustKnownHosts({ knownHosts }, admin))).toMatchObject({
    kind: "invalid",
    errors: [{ path: "/knownHosts", message: expect.stringContaining(message) }],
  });
  expect(await pins()).toEqual(UNTOUCHED);
});

test("a file with too many patterns for all hosts is refused before it is compared", async () => {
  const { credentialId } = accepted(await engine.jobs.getHost(by(0), admin));
  const others = Array.from({ length: 100 }, (_, i) => ({
    ...{ dnsHostName: `other-${i}.example`, credentialId: String(credentialId) },
  }));
  accepted(await engine.jobs.createJob(others, mine));
  const patterns = Array.from({ length: 1_000 }, (_, i) => `*${"x".repeat(3_900)}${i}`);
  const knownHosts = patterns.map((one) => `${one} ssh-ed25519 ${blob}`).join("\n");
  expect(rejected(await engine.jobs.trustKnownHosts({ knownHosts }, admin))).toMatchObject({
    errors: [{ path: "/knownHosts", message: expect.stringContaining("too many patterns") }],
  });
  const { hosts } = accepted(await engine.jobs.trustKnownHosts({ knownHosts, hostIds: ids }, admin));
  expect(hosts).toEqual([]);
});

test.each<[string, () => Promise<() => Promise<Result<unknown>>>]>([
  [
    "a review",
    async () => {
      const { code } = accepted(await engine.jobs.reviewTrust(jobId, admin));
      return () => engine.jobs.trustReviewed(jobId, { code }, admin);
    },
  ],
  [
    "a file",
    async () => () =>
      engine.jobs.trustKnownHosts({ knownHosts: `b.example ssh-ed25519 ${blob}`, hostIds: ids }, admin),
  ],
])("what somebody else trusts while %s is carried out is not undone", async (_what, prepare) => {
  const { db } = engine.database;
  const call = await prepare();
  const other = "00".repeat(32);
  const going = await db.transaction().execute(async (trx) => {
    await trx
      .updateTable("trust_record")
      .set({ pinned_thumbprint: other })
      .where("host_id", "=", by(1))
      .execute();
    const result = call();
    const waiting = sql`select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`;
    await expect.poll(async () => (await waiting.execute(trx)).rows.length, { timeout: 120_000 }).toBe(1);
    return { result };
  });
  expect(rejected(await going.result).kind).toBe("conflict");
  expect(await pins()).toEqual([[null, null], [other], [], [null, ED]]);
});
