import type { MismatchAction, ObservedKey, TrustPolicy } from "../types.ts";
import { sameThumbprint } from "./thumbprint.ts";

/** What becomes of a host's key, before any credential is sent. */
export type KeyVerdict =
  | { readonly verdict: "accept" }
  | { readonly verdict: "accept and pin" }
  | { readonly verdict: "accept with a warning"; readonly warning: string }
  | { readonly verdict: "refuse"; readonly message: string };

/**
 * Judges the key a host showed.
 *
 * A key that is the trusted one is accepted. Another key is judged by `onMismatch`. Where no key is trusted
 * yet there is nothing to mismatch: the key is accepted and pinned if the first discovery is, or let pass
 * unpinned under `trust`; `warn` speaks of a *change*, so here it refuses just as `error` does.
 */
export function judgeKey(observed: ObservedKey, policy: TrustPolicy): KeyVerdict {
  const { onMismatch, acceptFirstDiscovery } = policy;
  const trusted = policy.trusted[observed.protocol] ?? sameCertificate(observed, policy);
  if (observed.protocol === "kerberos") return judgeName(observed, trusted, onMismatch);
  if (trusted === undefined) {
    const { kerberos } = policy.trusted;
    if (acceptFirstDiscovery && observed.protocol === "winrm" && kerberos !== undefined)
      return judgeNewCertificate(observed, kerberos, onMismatch);
    if (acceptFirstDiscovery) return { verdict: "accept and pin" };
    if (onMismatch === "trust") return { verdict: "accept" };
    return { verdict: "refuse", message: `No key of this host is trusted yet; it showed ${show(observed)}.` };
  }
  if (sameThumbprint(observed.thumbprint, trusted)) return { verdict: "accept" };
  const mismatch = `The host showed ${show(observed)}, but ${trusted} is trusted.`;
  switch (onMismatch) {
    case "trust":
      return { verdict: "accept" };
    case "warn":
      return { verdict: "accept with a warning", warning: mismatch };
    case "error":
      return { verdict: "refuse", message: mismatch };
  }
}

/**
 * A new certificate is none of what a host is known by that has proved its name: anybody can make one. It is not pinned.
 * Under `error` that name is to be proved over it, before the host is told anything else.
 */
function judgeNewCertificate(observed: ObservedKey, name: string, onMismatch: MismatchAction): KeyVerdict {
  if (onMismatch !== "warn") return { verdict: "accept" };
  const warning = `The host showed ${show(observed)}, which is new; it is known by the name that it proved, ${name}.`;
  return { verdict: "accept with a warning", warning };
}

/** A name that was proved needs nobody's trust, but stays the same. */
function judgeName(
  { thumbprint: name }: ObservedKey,
  trusted: string | undefined,
  onMismatch: MismatchAction,
): KeyVerdict {
  if (trusted === undefined) return { verdict: "accept and pin" };
  if (trusted === name || onMismatch === "trust") return { verdict: "accept" };
  const mismatch = `The host proved to be ${name}, but ${trusted} is trusted.`;
  return onMismatch === "warn"
    ? { verdict: "accept with a warning", warning: mismatch }
    : { verdict: "refuse", message: mismatch };
}

/** A certificate that is trusted for one protocol, and shown by another, is the same key: nothing is new about it. */
function sameCertificate({ thumbprint }: ObservedKey, { trusted }: TrustPolicy): string | undefined {
  return Object.values(trusted).find((known) => sameThumbprint(known, thumbprint));
}

function show(key: ObservedKey): string {
  return `${key.thumbprint} (${key.algorithm})`;
}
