import type { Operation } from "@hostscan/contract/generate";

/** Operations of two documents, each with the one that it has become. */
export interface Pairs {
  readonly kept: readonly (readonly [base: Operation, revision: Operation])[];
  readonly removed: readonly Operation[];
  readonly added: readonly Operation[];
}

/** Pairs operations by method and path, whatever the path's parameters are called; what is left, by operationId. */
export function pairOperations(base: readonly Operation[], revision: readonly Operation[]): Pairs {
  const kept: [Operation, Operation][] = [];
  let [removed, added] = [base, revision];
  for (const key of [addressOf, ({ id }: Operation) => id]) {
    const found = new Map(added.map((operation) => [key(operation), operation]));
    for (const operation of removed) {
      const other = found.get(key(operation));
      if (other) kept.push([operation, other]);
    }
    removed = removed.filter((operation) => !kept.some(([before]) => before === operation));
    added = added.filter((operation) => !kept.some(([, now]) => now === operation));
  }
  return { kept, removed, added };
}

/** Method and path, without the names of the path's parameters. */
export function addressOf({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`;
}
