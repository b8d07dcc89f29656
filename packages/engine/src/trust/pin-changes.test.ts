import { randomUUID } from "node:crypto";
import { SshTrustActionType } from "@hostscan/contract";
import { judgeKey, type ObservedKey, type ScanOutcome } from "@hostscan/scanner";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finishScan } from "../../test/finish-scan.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { scanTarget } from "../hosts/scan-target.ts";
import { type ClaimedHost, claimHosts } from "../worker/claim-hosts.ts";
import { judgeScan } from "../worker/judge-scan.ts";
import { createTrustStore } from "./trust-store.ts";

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());

const KEYS = ["A", "B", "C"].map((letter) => `SHA256:${letter.repeat(42)}A`);
const FINAL = { presented: true, unanswered: false, retryDelaysSeconds: [] };
const facts = { name: "web", os: "Debian", version: "12", ipAddress: "10.0.0.1" };

/** How a scan would end that met a host with this key, and then came as far as `end` says. */
function outcomeOf(claim: ClaimedHost, key: ObservedKey, end: "complete" | "auth" | "collect"): ScanOutcome {
  const judged = judgeKey(key, scanTarget(claim).trust);
  const keys = [key];
  if (judged.verdict === "refuse") {
    return { ok: false, failure: { phase: "hostkey", message: judged.message }, keys };
  }
  if (end !== "complete") return { ok: false, failure: { phase: end, message: "it broke." }, keys };
  return { ok: true, facts, keys, pins: judged.verdict === "accept and pin" ? keys : [], warnings: [] };
}

const thumbprint = fc.constantFrom(...KEYS);
const step = fc.oneof(
  fc.record({ act: fc.constant("state"), thumbprint: fc.option(thumbprint) }),
  fc.record({ act: fc.constant("begin") }),
  fc.record({
    act: fc.constant("end"),
    thumbprint,
    end: fc.constantFrom("complete", "auth", "collect"),
    late: fc.boolean(),
  }),
  fc.record({ act: fc.constant("accept"), thumbprint: fc.option(thumbprint) }),
);
const host = fc.record({
  acceptThumbprintOnFirstDiscovery: fc.boolean(),
  sshTrustActionType: fc.constantFrom(...Object.values(SshTrustActionType)),
});

test("a pin never changes but by a request, the first discovery or the command", async () => {
  const { jobs, queue, database } = engine;
  const { db } = database;
  const trust = createTrustStore({ db });

  await fc.assert(
    fc.asyncProperty(host, fc.array(step, { minLength: 3, maxLength: 12 }), async (settings, steps) => {
      const request = { dnsHostName: `${randomUUID()}.local`, credentialId, ...settings };
      const { hostScanHostStatus = [] } = accepted(await jobs.createJob([request], context));
      const hostId = `${hostScanHostStatus?.[0]?.hostId}`;
      let claim: ClaimedHost | undefined;
      let observed: string | null = null;
      const seen = new Set<string>();
      let pin: { readonly thumbprint: string; readonly how: string } | undefined;

      for (const todo of steps) {
        if (todo.act === "state") {
          const { dnsHostName } = request;
          accepted(await jobs.createJob([{ dnsHostName, trustedThumbprint: todo.thumbprint }], context));
          if (todo.thumbprint !== null && todo.thumbprint !== pin?.thumbprint)
            pin = { thumbprint: todo.thumbprint, how: "request" };
        } else if (todo.act === "begin" && claim === undefined) {
          const job = accepted(await jobs.scanHost(hostId, context));
          const ids = [`${job.hostScanHostStatus?.[0]?.hostScanHostId}`];
          claim = (await claimHosts(db, queue, ids)).claimed[0];
          expect(claim?.pinned).toEqual(pin === undefined ? {} : { ssh: pin.thumbprint });
        } else if (todo.act === "end" && claim !== undefined) {
          const key = { protocol: "ssh", thumbprint: todo.thumbprint, algorithm: "ssh-ed25519" } as const;
          const outcome = outcomeOf(claim, key, todo.end);
          const scanEnd = judgeScan(outcome, claim, FINAL) ?? expect.fail("aborted");
          const attempt = todo.late ? claim.attempt - 1 : claim.attempt;
          expect(await finishScan(db, queue, { ...claim, attempt }, scanEnd)).toBe(!todo.late);
          if (todo.late) continue;
          const discovery = settings.acceptThumbprintOnFirstDiscovery && claim.pinned.ssh === undefined;
          if (discovery) pin ??= { thumbprint: todo.thumbprint, how: "first discovery" };
          observed = todo.thumbprint;
          seen.add(observed);
          claim = undefined;
        } else if (todo.act === "accept") {
          const given = todo.thumbprint === null ? {} : { thumbprint: todo.thumbprint };
          const { ok } = await trust.accept({ hostId, protocol: "ssh", by: "alice", ...given });
          const wanted: string | null = todo.thumbprint ?? observed;
          expect(ok).toBe(wanted !== null && seen.has(wanted));
          if (ok && wanted !== null && wanted !== pin?.thumbprint)
            pin = { thumbprint: wanted, how: "command" };
        }
        const [record] = await trust.list([hostId]);
        expect(record?.pinnedThumbprint ?? undefined).toBe(pin?.thumbprint);
        expect(record?.acceptedHow ?? undefined).toBe(pin?.how);
        expect(record?.observedThumbprint ?? null).toBe(observed);
      }
    }),
    { numRuns: 60 },
  );
});
