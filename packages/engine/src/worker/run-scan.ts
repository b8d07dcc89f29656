import { setTimeout as sleep } from "node:timers/promises";
import { ActionFailureReason } from "@hostscan/contract";
import { type Database, isUnavailable } from "@hostscan/database";
import {
  type ObservedKey,
  type Scan,
  type ScanCredential,
  type ScanPhase,
  type SectionName,
  sameThumbprint,
} from "@hostscan/scanner";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import { ChangedCredentialError } from "../credentials/kept-credential.ts";
import type { Scope } from "../credentials/scope.ts";
import { apiWord } from "../hosts/api-word.ts";
import { scannedIdentity, scanTarget } from "../hosts/scan-target.ts";
import { foundSections, sectionNames } from "../inventory/found-sections.ts";
import type { ScanLimits } from "../limits/scan-limits.ts";
import { type Obstacle, obstacleText, obstacleTo, waitsFor } from "../logins/standing.ts";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";
import type { ClaimedHost } from "./claim-hosts.ts";
import type { ConnectPace } from "./connect-pace.ts";
import type { NetworkEntries } from "./enter-network.ts";
import { judgeScan } from "./judge-scan.ts";
import type { LoginGate } from "./login-gate.ts";
import { requeue } from "./requeue.ts";
import type { Results } from "./results.ts";
import type { RunningScan } from "./running-scan.ts";
import type { ScanEnd } from "./scan-end.ts";
import { ScanLogin } from "./scan-login.ts";
import { ScanPlace } from "./scan-place.ts";
import { ScanScope } from "./scan-scope.ts";
import type { ObservedScan, WorkerObserver } from "./worker-observer.ts";

/** Logs the keys that a host showed in place of the trusted ones, unless they are trusted whatever they are. */
function reportMismatches(log: Logger, claim: ClaimedHost, keys: readonly ObservedKey[]): void {
  const { trusted, onMismatch } = scanTarget(claim).trust;
  if (onMismatch === "trust") return;
  for (const { protocol, thumbprint: observed } of keys) {
    const pinned = trusted[protocol];
    if (pinned === undefined || pinned === observed || sameThumbprint(pinned, observed)) continue;
    log.warn({ protocol, pinned, observed, onMismatch }, "thumbprint mismatch");
  }
}

/** What a scan needs besides its host. */
export interface ScanSetting {
  readonly db: Kysely<Database>;
  readonly queue: ScanQueue;
  readonly log: Logger;
  readonly scan: Scan;
  /** Decrypts a credential; called just before the scan, and its result is kept by nobody. */
  readonly openCredential: (credentialId: string) => Promise<ScanCredential>;
  /** Where a credential may be presented now; asked before each message of a login. Undefined where it is gone. */
  readonly scopeOf: (credentialId: string) => Promise<Scope | undefined>;
  readonly limits: ScanLimits;
  /** Lets logins of credentials that are not proven through, a few at a time. */
  readonly gate: LoginGate;
  /** Counts scans for the networks that names lead to. */
  readonly networkEntries: NetworkEntries;
  /** Waits until a further connection may be opened. */
  readonly pace: ConnectPace;
  /** Writes what becomes of hosts. */
  readonly results: Results;
  /** Where it may connect. */
  readonly networks: ScanNetworks;
  /** What is read beside the facts, where the request does not say. */
  readonly sections: readonly SectionName[];
  /** From TCP connect to result. */
  readonly deadlineMs: number;
  /** How long to wait before each further try after a fault that may pass. */
  readonly retryDelaysSeconds: readonly number[];
  /** Between two attempts to write a result while the database is out of reach. */
  readonly writeRetryMs: number;
  readonly observer?: WorkerObserver | undefined;
}

const CALLED_OFF = { ok: false, message: "The scan was called off." } as const;

const GONE = "the credential that it was scheduled with is not there any more.";

function failed(reason: ActionFailureReason, text: string): ScanEnd {
  return { kind: "failed", reason, keys: [], description: `Failed: ${text}` };
}

/** What becomes of a host whose credential may not be presented. */
function meet(obstacle: Obstacle, text: string, { party }: ClaimedHost): ScanEnd {
  if (obstacle === "host") return failed(ActionFailureReason.AccessDenied, text);
  return { kind: "wait", waitsFor: waitsFor(obstacle, party), description: `Queued: ${text}` };
}

/** What goes along with a scan. */
interface ScanCompanions {
  readonly login: ScanLogin;
  readonly observed: ObservedScan | undefined;
  /** Takes the phase that the scan fails in, for its last line in the log. */
  readonly failedIn: (phase: ScanPhase) => void;
}

/** Why a scan came to what it came to, by the API's own word where it failed. */
function reasonOf(scanEnd: ScanEnd): string | null {
  if (scanEnd.kind === "give-back") return scanEnd.because;
  if (scanEnd.kind !== "failed") return null;
  return apiWord(ActionFailureReason, scanEnd.reason);
}

async function scanHost(
  setting: ScanSetting,
  running: RunningScan,
  { login, observed, failedIn }: ScanCompanions,
): Promise<ScanEnd | undefined> {
  const { claim, signal } = running;
  if (claim.credential === null)
    return failed(
      ActionFailureReason.AccessDenied,
      claim.credentialGone ? GONE : "the host has no credential.",
    );
  const { standing, name } = claim.credential;
  const { denials } = setting.limits;
  const known = obstacleTo(standing, denials);
  // What was taken over from a lost worker may have been claimed before it stood in the way.
  if (known !== undefined) return meet(known, obstacleText(known, name, standing), claim);
  const credential = await setting.openCredential(claim.credential.id);
  const place = new ScanPlace(setting, claim);
  const scope = new ScanScope(setting, claim);
  const outcome = await setting.scan(scanTarget(claim), credential, signal, {
    deadlineMs: setting.deadlineMs,
    sections: sectionNames(claim.sections) ?? setting.sections,
    mayConnect: (address, port) => running.holdsLease() && setting.networks.permit(address, port, claim),
    beforeConnect: (address, scanSignal) => place.enter(address, scanSignal),
    beforeLogin: (scanSignal) => login.present(scanSignal),
    mayLogIn: async (to, scanSignal) => {
      const permission = await scope.mayLogIn(to, scanSignal);
      // It may have stood still since it connected, or asked.
      return permission.ok && !running.holdsLease() ? CALLED_OFF : permission;
    },
    onLogin: () => login.accept(),
    onRefusal: (by) => login.refuse(by),
    onUntold: () => login.withdraw(),
    ...(observed && { onPhase: (phase) => observed.enter(phase) }),
  });
  if (!outcome.ok) {
    const { phase, message: cause } = outcome.failure;
    observed?.fail(phase);
    failedIn(phase);
    setting.log.info({ phase, cause }, "scan failed");
  }
  login.show(outcome.keys);
  reportMismatches(setting.log, claim, outcome.keys);
  const fault = place.fault ?? login.fault ?? scope.fault;
  if (fault !== undefined) throw fault;
  const { obstacle } = login;
  // That the host itself has refused too often is a failure of its scan, with the keys that it has shown.
  if (obstacle !== undefined && obstacle.is !== "host") return meet(obstacle.is, obstacle.text, claim);
  if (place.full || login.stale) return requeue(running.abortedFor, claim);
  // What goes wrong while a process stands still, or is late, is not the host's doing.
  if (!outcome.ok && !running.holdsLease()) return undefined;
  const { retryDelaysSeconds } = setting;
  const { wasPresented: presented, unanswered } = login;
  const scanEnd = judgeScan(outcome, claim, { presented, unanswered, retryDelaysSeconds });
  if (scanEnd?.kind !== "complete" || !outcome.ok || outcome.inventory === undefined) return scanEnd;
  const sections = await foundSections(outcome.inventory, claim.knownSections ?? [], outcome.facts.name);
  return { ...scanEnd, sections };
}

/** Scans the host unless the scan was aborted before; undefined where nothing that comes of it counts. */
async function findScanEnd(
  setting: ScanSetting,
  running: RunningScan,
  companions: ScanCompanions,
): Promise<ScanEnd | undefined> {
  try {
    const scanEnd = running.signal.aborted ? undefined : await scanHost(setting, running, companions);
    if (scanEnd !== undefined) return scanEnd;
  } catch (error) {
    setting.log.error({ err: error }, "scan: fault of our own");
    if (!isUnavailable(error)) {
      const text =
        error instanceof ChangedCredentialError ? error.message : "the scan could not be carried out.";
      return failed(ActionFailureReason.SystemError, text);
    }
  }
  return running.retired ? undefined : requeue(running.abortedFor, running.claim);
}

/**
 * Scans a claimed host and writes what became of it; resolves to whether it is written. Its connections are closed by
 * then. Never rejects.
 */
export async function runScan(
  given: ScanSetting,
  running: RunningScan,
  giveUp: AbortSignal,
): Promise<boolean> {
  const { hostScanHostId, jobId, hostId, attempt } = running.claim;
  const host = scannedIdentity(running.claim);
  const log = given.log.child({ host, hostId, jobId, hostScanHostId, attempt });
  const setting = { ...given, log };
  const begunAt = performance.now();
  let phase: ScanPhase | null = null;
  const login = new ScanLogin(setting, running);
  const observed = setting.observer?.begin(running.claim);
  const scanEnd = await findScanEnd(setting, running, {
    login,
    observed,
    failedIn: (failed) => {
      phase = failed;
    },
  });
  const milliseconds = Math.round(performance.now() - begunAt);
  observed?.end(scanEnd?.kind ?? "aborted");
  await login.noted;
  if (running.abortedFor === "lease-lost") {
    log.warn({ losses: running.claim.losses }, "lease lost");
    setting.observer?.recover("lease-lost");
  }
  if (scanEnd === undefined) log.info({ reason: running.abortedFor, milliseconds }, "scan aborted");
  // Its lease may be lost meanwhile; whether the attempt is still the current one is for the database to say.
  while (scanEnd !== undefined && !running.retired && !giveUp.aborted) {
    try {
      const { claim } = running;
      const written = await setting.results.write({ claim, scanEnd, answered: login.answered });
      if (written)
        log.info({ outcome: scanEnd.kind, phase, reason: reasonOf(scanEnd), milliseconds }, "scan finished");
      else {
        log.warn({ outcome: scanEnd.kind }, "late result refused");
        setting.observer?.recover("late-result");
      }
      if (written && login.answer?.accepted === false)
        log.warn({ credential: running.claim.credential?.name }, "login refused");
      return written;
    } catch (error) {
      log.error({ err: error }, "result not written");
      // Anything else would go wrong again: the queue gives the host to another worker.
      if (!isUnavailable(error)) return false;
      await sleep(setting.writeRetryMs, undefined, { signal: giveUp }).catch(() => undefined);
    }
  }
  return false;
}
