import { ActionFailureReason } from "@hostscan/contract";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finishScan } from "../../test/finish-scan.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { readNotification } from "../queue/notification.ts";
import { type ClaimedHost, claimHosts } from "../worker/claim-hosts.ts";
import { releaseCancelled } from "../worker/releases.ts";
import type { ScanEnd } from "../worker/scan-end.ts";
import { loginOf } from "../worker/scan-login.ts";
import { askForPermit } from "./permits.ts";

const MOST = 3;
const HOSTS = 6;

let engine: TestEngine;
let runs = 0;
/** What is being scanned, by job: its worker lets go of it when it hears that the job was cancelled. */
const attended = new Map<string, ClaimedHost>();
beforeAll(async () => {
  engine = await startEngine();
  await engine.queue.listen({
    async onPayload(payload) {
      const heard = readNotification(payload);
      const claim = heard?.kind === "cancelled" ? attended.get(heard.jobId) : undefined;
      if (claim) await releaseCancelled(engine.database.db, engine.queue, [claim]);
    },
  });
});
afterAll(() => engine[Symbol.asyncDispose]());

/** A scan of one host with a wrong password, step by step, as a worker takes it. */
class WrongScan {
  readonly #onLogin: () => void;
  #claim: ClaimedHost | undefined;
  #presented = false;

  constructor(claim: ClaimedHost | undefined, onLogin: () => void) {
    this.#claim = claim;
    this.#onLogin = onLogin;
  }

  readonly steps = {
    ask: async () => {
      const claim = this.#claim;
      const login = claim && loginOf(claim);
      if (login === undefined || this.#presented) return;
      if ((await askForPermit(engine.database.db, login, MOST)) !== "go") return;
      this.#presented = true;
      this.#onLogin();
    },
    deny: () =>
      this.#finish({ kind: "failed", reason: ActionFailureReason.AccessDenied, keys: [], description: "" }),
    requeue: () => this.#finish({ kind: "give-back", because: "stopping" }),
    lose: () => this.#claimAgain(),
    cancel: async () => {
      const claim = this.#claim;
      if (!claim) return;
      attended.set(claim.jobId, claim);
      await engine.jobs.cancelJob(claim.jobId, context);
    },
  };

  async #finish(scanEnd: ScanEnd): Promise<void> {
    const claim = this.#claim;
    if (!claim || (scanEnd.kind === "failed" && !this.#presented)) return;
    const login = loginOf(claim);
    // A login that is given back is one that nobody heard the answer of.
    const answered =
      login && scanEnd.kind === "failed"
        ? { login, answer: { accepted: false, by: "host", denials: MOST } as const, knownByKey: false }
        : undefined;
    const written = await finishScan(engine.database.db, engine.queue, claim, scanEnd, answered);
    if (written && scanEnd.kind === "give-back") await this.#claimAgain();
  }

  async #claimAgain(): Promise<void> {
    if (!this.#claim) return;
    const { claimed } = await claimHosts(engine.database.db, engine.queue, [this.#claim.hostScanHostId]);
    this.#claim = claimed[0];
    this.#presented = false;
  }
}

async function startScans(onLogin: () => void): Promise<{ scans: WrongScan[]; credentialId: string }> {
  runs += 1;
  const credentialId = await engine.addCredential(`wrong-${runs}`);
  const ids: string[] = [];
  for (let index = 0; index < HOSTS; index += 1) {
    const request = { dnsHostName: `host-${index}-${runs}.local`, credentialId };
    const job = accepted(await engine.jobs.createJob([request], context));
    ids.push(job.hostScanHostStatus?.[0]?.hostScanHostId ?? "");
  }
  // By their ids, for the queue may hold what an earlier run has left.
  const { claimed } = await claimHosts(engine.database.db, engine.queue, ids);
  const scans = claimed.map((claim) => new WrongScan(claim, onLogin));
  return { scans, credentialId };
}

const step = fc.record({
  host: fc.nat(HOSTS - 1),
  name: fc.oneof(
    { weight: 5, arbitrary: fc.constant("ask" as const) },
    { weight: 4, arbitrary: fc.constantFrom("deny", "requeue", "lose", "cancel") },
  ),
});

test("however scans with a wrong password fall together, end and get lost, no more than three log in", async () => {
  const moments = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 8, maxLength: 16 });
  await fc.assert(
    fc.asyncProperty(moments, async (all) => {
      let logins = 0;
      const { scans, credentialId } = await startScans(() => {
        logins += 1;
      });
      for (const moment of all) {
        // One step of a host at a time, as its worker takes them; the hosts at once.
        const steps = new Map(moment.map(({ host, name }) => [host, name]));
        await Promise.all(Array.from(steps, ([host, name]) => scans[host]?.steps[name]()));
        expect(logins).toBeLessThanOrEqual(MOST);
      }
      for (const scan of scans) {
        await scan.steps.ask();
        await scan.steps.deny();
      }
      expect(logins).toBeLessThanOrEqual(MOST);
      const { db } = engine.database;
      const credential = db.selectFrom("credential").selectAll().where("id", "=", credentialId);
      const { denials, proven } = await credential.executeTakeFirstOrThrow();
      const permits = db.selectFrom("login_permit").selectAll().where("credential_id", "=", credentialId);
      const unanswered = await permits.execute();
      expect([denials + unanswered.length, proven]).toEqual([logins, false]);
    }),
    { numRuns: 20 },
  );
});

test("a worker that is lost with its logins does not use up the last one", async () => {
  let logins = 0;
  const { scans } = await startScans(() => {
    logins += 1;
  });
  for (const scan of scans) await scan.steps.ask();
  expect(logins).toBe(MOST - 1);
  for (const scan of scans) await scan.steps.lose();
  for (const scan of scans) await scan.steps.ask();
  expect(logins).toBe(MOST);
});
