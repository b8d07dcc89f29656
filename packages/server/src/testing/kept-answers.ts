import type { components } from "@hostscan/contract";
import { type Caller, conflict, type Result, type SchedulingContext } from "@hostscan/core";

type Schemas = components["schemas"];
type HostScanJob = Schemas["HostScanJobStatus"];

/** The newest answers of each operation, which are kept. */
const KEPT = 1_000;

/** An answer under an `Idempotency-Key`, and what was asked for. */
export interface Kept<T> {
  readonly content: string;
  readonly result: Result<T>;
}

/** What was answered under an `Idempotency-Key`, apart for each operation. */
export class KeptAnswers {
  readonly kept = {
    create: new Map<string, Kept<HostScanJob>>(),
    one: new Map<string, Kept<HostScanJob>>(),
    many: new Map<string, Kept<HostScanJob[]>>(),
    ou: new Map<string, Kept<HostScanJob>>(),
    add: new Map<string, Kept<Schemas["Credential"]>>(),
    trust: new Map<string, Kept<Schemas["HostTrusted"][]>>(),
    reviewed: new Map<string, Kept<Schemas["HostTrusted"][]>>(),
    knownHosts: new Map<string, Kept<Schemas["KnownHostsTrusted"]>>(),
  };

  /** Gives a repeated call the first answer again; only a call that was carried out uses up its key. */
  protected once<T>(
    kept: Map<string, Kept<T>>,
    content: unknown,
    { idempotencyKey, caller }: SchedulingContext,
    act: () => Result<T>,
  ): Result<T> {
    if (idempotencyKey === undefined) return act();
    const key = this.keyOf(idempotencyKey, caller);
    const text = JSON.stringify(content);
    const known = kept.get(key);
    if (known !== undefined) {
      return known.content === text
        ? known.result
        : conflict("The Idempotency-Key was used before, for other content.");
    }
    const result = act();
    if (!result.ok) return result;
    kept.set(key, structuredClone({ content: text, result }));
    const [oldest] = kept.size > KEPT ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    return result;
  }

  /** What a key is kept under, apart for each caller. */
  protected keyOf(key: string, { subject }: Caller): string {
    return JSON.stringify([subject, key]);
  }
}
