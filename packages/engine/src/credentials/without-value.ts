import type { InvalidValue } from "@hostscan/core";

const WITHOUT_VALUES: Readonly<Record<string, string>> = {
  scope: "is no list of networks, addresses and hosts, nor anywhere",
  callers: "is no list of callers as app:portal, user:alice or token:ci are, nor all",
};

/** What is wrong, without what was stated: where a cell of a table was shifted, or members mixed up, that may be a secret. */
export function withoutValue({ path, message }: InvalidValue): InvalidValue {
  return { path, message: WITHOUT_VALUES[path] ?? message };
}
