import type { SecretBox } from "@hostscan/database";
import { isUnavailable } from "@hostscan/database";
import type { SigningKey } from "./signing-key.ts";

/** The signing keys of an installation, as they stand in the database; what other processes change is followed. */
export interface SigningKeys {
  /** Opens them, and vouches for the rows of the tokens that they sign. */
  readonly box: SecretBox;
  /** The key that signs now. */
  signing(): Promise<SigningKey>;
  /** A key that tokens are still verified with, by its id (`kid`). */
  find(id: string): Promise<SigningKey | undefined>;
}

/** The keys that verify, the one that signs first. */
export type KeyRing = readonly [SigningKey, ...SigningKey[]];

/** How old what is known of the keys may be, in milliseconds. */
export interface KeyAges {
  /** Wherever a key is asked for: a rotation is noticed after this time at the latest. */
  readonly known: number;
  /** Where the key asked for is not known: so often, at most, do tokens with made-up keys reach the database. */
  readonly unknown: number;
}

const AGES: KeyAges = { known: 5_000, unknown: 1_000 };

/** Keeps the keys at hand, and reads them anew when they have aged; those who ask at the same time share one reading. */
export function followKeys(
  first: KeyRing,
  read: () => Promise<KeyRing>,
  ages: KeyAges = AGES,
): Omit<SigningKeys, "box"> {
  let ring = first;
  let readAt = performance.now();
  let reading: Promise<void> | undefined;

  async function readAnew(): Promise<void> {
    ring = await read();
    readAt = performance.now();
  }

  async function refresh(age: number): Promise<void> {
    if (performance.now() - readAt < age) return;
    reading ??= readAnew().finally(() => {
      reading = undefined;
    });
    await reading;
  }

  const known = (id: string) => ring.find((key) => key.id === id);

  return {
    async signing() {
      await refresh(ages.known);
      return ring[0];
    },
    async find(id) {
      const key = known(id);
      try {
        await refresh(key ? ages.known : ages.unknown);
      } catch (error) {
        // A key that was good a moment ago still tells a good token from a bad one.
        if (key && isUnavailable(error)) return key;
        throw error;
      }
      return known(id);
    },
  };
}
