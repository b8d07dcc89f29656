import { setTimeout as delay } from "node:timers/promises";
import type { Presence } from "./presence.ts";

const RETRY_MS = 1_000;

/** What {@link keepPresence} is to do. */
export interface PresenceKeeping {
  readonly rejoin: () => Promise<Presence>;
  /** Hears of every loss, and of every fruitless attempt to rejoin. */
  readonly onLost: (error: Error) => void;
}

/** A presence that is renewed until it is given up. */
export interface KeptPresence {
  /** Leaves the server, and calls `stopServer` if this was the last process to use it. */
  leave(stopServer: () => Promise<void>): Promise<void>;
}

/** Rejoins the server, which starts it anew where it died, whenever a presence is lost. */
export function keepPresence(first: Presence, { rejoin, onLost }: PresenceKeeping): KeptPresence {
  const leaving = new AbortController();
  let current: Promise<Presence | undefined> = Promise.resolve(first);

  async function bringBack(): Promise<Presence | undefined> {
    while (!leaving.signal.aborted) {
      try {
        return watch(await rejoin());
      } catch (cause) {
        onLost(new Error("The embedded database is still lost", { cause }));
        await delay(RETRY_MS, undefined, { signal: leaving.signal }).catch(() => {});
      }
    }
    return undefined;
  }

  function watch(presence: Presence): Presence {
    presence.gone.then(() => {
      if (leaving.signal.aborted) return;
      onLost(new Error("The embedded database was lost"));
      current = bringBack();
    });
    return presence;
  }

  watch(first);
  return {
    async leave(stopServer) {
      leaving.abort();
      const presence = await current;
      await presence?.leave(stopServer);
    },
  };
}
