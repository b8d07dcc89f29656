import type { Socket } from "node:net";
import type { Step } from "../failure.ts";
import { reach, type Scanning } from "../scanning.ts";
import { awaitIdentification } from "./identification.ts";
import { KeySearch } from "./key-search.ts";

/**
 * Does something over SSH with a host that has identified itself, as the one that is trusted: over further connections,
 * on which it is asked for its other keys, where it shows another than the trusted one first.
 */
export async function withTrustedKey<T>(
  scanning: Pick<Scanning, "target" | "watch">,
  { socket, address }: { readonly socket: Socket; readonly address: string },
  attempt: (socket: Socket, search: KeySearch) => Promise<Step<T>>,
): Promise<Step<T>> {
  const { target, watch } = scanning;
  const search = new KeySearch(target.trust);
  let next = socket;
  for (;;) {
    const step = await attempt(next, search);
    if (step.ok || !search.goesOn) return step;
    next.destroy();
    const connection = await reach({ addresses: [address], watch }, target.port);
    if (!connection.ok) return connection;
    watch.phase = "kex";
    const identified = await awaitIdentification(connection.value.socket);
    if (!identified.ok) return identified;
    next = connection.value.socket;
  }
}
