import type { InvalidValue } from "@hostscan/core";

/** Refuses every place that names the same host as an earlier one. */
export function refuseRepeatedHosts(
  places: Iterable<{ readonly pointer: string; readonly host: string }>,
): InvalidValue[] {
  const first = new Map<string, string>();
  const errors: InvalidValue[] = [];
  for (const { pointer, host } of places) {
    const earlier = first.get(host);
    if (earlier === undefined) first.set(host, pointer);
    else errors.push({ path: pointer, message: `names the same host as ${earlier}` });
  }
  return errors;
}
