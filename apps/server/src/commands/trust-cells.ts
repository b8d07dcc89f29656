import type { TrustRecord } from "@hostscan/engine";

/** In a word or two for each protocol, what is trusted of a host. */
export function trustSummary(records: readonly TrustRecord[]): string {
  return records.map((record) => `${record.protocol} ${stateOf(record)}`).join(", ");
}

function stateOf({ pinnedThumbprint: pinned, observedThumbprint: observed }: TrustRecord): string {
  if (pinned === null) return "not trusted";
  return observed === null || observed === pinned ? "trusted" : "changed";
}

/** A record as rows of a name and a value. */
export function trustRows(record: TrustRecord): readonly (readonly [string, string | null])[] {
  const { protocol, pinnedThumbprint, pinnedAlgorithm, observedThumbprint, observedAlgorithm } = record;
  return [
    ["PINNED", withAlgorithm(pinnedThumbprint, pinnedAlgorithm)],
    ["ACCEPTED", acceptance(record)],
    ["OBSERVED", withAlgorithm(observedThumbprint, observedAlgorithm)],
    ["FIRST SEEN", record.firstSeen?.toISOString() ?? null],
    ["LAST SEEN", record.lastSeen?.toISOString() ?? null],
    ...record.seen
      .filter(({ thumbprint: seen }) => seen !== observedThumbprint)
      .map((key) => [
        "ALSO SEEN",
        `${withAlgorithm(key.thumbprint, key.algorithm)}, last ${key.lastSeen.toISOString()}`,
      ]),
  ].map(([name, value]) => [`${protocol.toUpperCase()} ${name}`, value ?? null]);
}

/** A thumbprint, and in brackets the algorithm if it is known. */
export function withAlgorithm(thumbprint: string | null, algorithm: string | null): string | null {
  return thumbprint === null || algorithm === null ? thumbprint : `${thumbprint} (${algorithm})`;
}

function acceptance({ acceptedAt, acceptedHow, acceptedBy }: TrustRecord): string | null {
  return acceptedAt && `${acceptedAt.toISOString()} by ${acceptedHow}: ${acceptedBy}`;
}
