import { type ActionFailureReason, ActionStatus } from "@hostscan/contract";
import type { HostStatus } from "@hostscan/database";
import type { HostFacts, ObservedKey, Refuser } from "@hostscan/scanner";
import type { FoundSection } from "../inventory/found-sections.ts";
import type { LoginAttempt } from "../logins/standing.ts";

/** What is to become of a host whose scan has ended. */
export type ScanEnd =
  | {
      readonly kind: "complete";
      readonly facts: HostFacts;
      /** All that the host showed. */
      readonly keys: readonly ObservedKey[];
      /** Those of them that are to be trusted from now on. */
      readonly pins: readonly ObservedKey[];
      readonly description: string | null;
      /** What was found of the host's inventory other than it was. */
      readonly sections?: readonly FoundSection[];
    }
  | {
      readonly kind: "failed";
      readonly reason: ActionFailureReason;
      readonly keys: readonly ObservedKey[];
      readonly pins?: readonly ObservedKey[];
      readonly description: string;
    }
  /** Once more, after a fault that may pass. */
  | {
      readonly kind: "retry";
      readonly delaySeconds: number;
      readonly keys?: readonly ObservedKey[];
      readonly pins?: readonly ObservedKey[];
    }
  /** Once more, for no fault of the host. */
  | { readonly kind: "give-back"; readonly because: RequeueCause; readonly delaySeconds?: number }
  /** Once more, when its credential may be presented again. */
  | { readonly kind: "wait"; readonly waitsFor: string; readonly description: string };

/**
 * Why a scan is given back.
 *
 * - `stopping`: its worker shuts down, which counts for nothing.
 * - `lease-lost`: its worker stood still, or was cut off.
 * - `other`: the database, its credential or its network was not what it takes.
 */
export type RequeueCause = "stopping" | "lease-lost" | "other";

/** What the host has answered to the login. */
export type PresentedLogin =
  | {
      readonly accepted: true;
      /** Since when, in milliseconds. */
      readonly agoMs: number;
    }
  | {
      readonly accepted: false;
      /** The host, or the KDC of the account's realm. */
      readonly by: Refuser;
      /** Logins refused in a row until the credential is paused, or the host held back. */
      readonly denials: number;
    };

/** What is written with a result about the login that was answered. */
export interface AnsweredLogin {
  readonly login: LoginAttempt;
  readonly answer: PresentedLogin;
  /** The host has shown a key that was trusted before the scan. */
  readonly knownByKey: boolean;
}

/** What changes of the row of a host whose scan has ended. */
export interface RowChange {
  readonly status: HostStatus;
  readonly description: string | null;
  /** No more scans of it: it has ended. */
  readonly ended: boolean;
  readonly reason?: ActionFailureReason;
  readonly facts?: HostFacts;
  readonly tries?: number;
  readonly losses?: number;
  readonly requeues?: number;
  readonly waitsFor?: string;
}

const again = { status: ActionStatus.Queued, description: null, ended: false } as const;

/** How the end of a scan changes the row. */
export function rowChange(scanEnd: ScanEnd): RowChange {
  switch (scanEnd.kind) {
    case "complete": {
      const { facts, description } = scanEnd;
      return { status: ActionStatus.Complete, description, ended: true, facts };
    }
    case "failed": {
      const { reason, description } = scanEnd;
      return { status: ActionStatus.Failed, description, ended: true, reason };
    }
    case "retry":
      return { ...again, tries: 1 };
    case "give-back":
      return {
        ...again,
        ...(scanEnd.because === "lease-lost" && { losses: 1 }),
        ...(scanEnd.because !== "stopping" && { requeues: 1 }),
      };
    case "wait":
      return { ...again, description: scanEnd.description, waitsFor: scanEnd.waitsFor };
  }
}
