import type { ObservedKey, TrustPolicy, TrustProtocol } from "../types.ts";
import { judgeKey, type KeyVerdict } from "./judge.ts";

interface JudgedKey {
  readonly key: ObservedKey;
  readonly verdict: KeyVerdict;
}

/** The keys that a host shows in one scan: judged as they are shown, and remembered. */
export class HostKeys {
  readonly #policy: TrustPolicy;
  readonly #judged = new Map<TrustProtocol, JudgedKey>();

  constructor(policy: TrustPolicy) {
    this.#policy = policy;
  }

  /** Judges a key. One that was judged before in this scan must not have become another. */
  judge(key: ObservedKey): KeyVerdict {
    const before = this.#judged.get(key.protocol);
    const verdict = judgeKey(key, this.#policy);
    if (before !== undefined && before.key.thumbprint !== key.thumbprint) {
      return { verdict: "refuse", message: "The host showed two different keys during the scan." };
    }
    this.#judged.set(key.protocol, { key, verdict });
    return verdict;
  }

  /** All that were shown, one per protocol. */
  get keys(): readonly ObservedKey[] {
    return [...this.#judged.values()].map(({ key }) => key);
  }

  /** Those that are to be trusted from now on, should the scan succeed. */
  get pins(): readonly ObservedKey[] {
    const pinned = [...this.#judged.values()].filter(({ verdict }) => verdict.verdict === "accept and pin");
    return pinned.map(({ key }) => key);
  }

  /** For people, of keys that were let pass although they have changed. */
  get warnings(): readonly string[] {
    return [...this.#judged.values()].flatMap(({ verdict }) =>
      verdict.verdict === "accept with a warning" ? [verdict.warning] : [],
    );
  }
}
