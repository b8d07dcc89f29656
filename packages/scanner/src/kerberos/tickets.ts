import { createHash, randomUUID } from "node:crypto";
import { unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LRUCache } from "lru-cache";
import type { Gssapi, Handle } from "./gssapi.ts";
import type { KerberosAccount } from "./messages.ts";

/** Accounts whose tickets are kept at once. */
const MOST_ACCOUNTS = 200;

/** For how long at most, in milliseconds: what is taken from an account is to show soon. */
const LONGEST_MS = 60 * 60 * 1000;

/** A ticket that ends within this is got anew. */
const RESERVE_S = 300;

/** What an account logs in with; its cache of tickets is its own. */
export interface Tickets {
  readonly credentials: Handle;
  /** They were not got for this one who asks. */
  readonly kept: boolean;
  /** To be called once, when they are not needed any more. */
  release(): void;
  /** Nobody else is to get them. */
  forget(): void;
}

/** Does what waits for the KDCs of an account's realm, when it is its turn. */
export type InRealm = <T>(account: KerberosAccount, work: () => Promise<T>) => Promise<T>;

interface Got {
  readonly credentials: Handle;
  /** How long they are good for. */
  readonly seconds: number;
}

/** Tickets that are got or kept, and how many have them. */
interface Entry {
  readonly got: Promise<Got>;
  users: number;
  /** Nobody else gets them. */
  forgotten: boolean;
  /** What is to be given back; not yet where nobody has got it. */
  held?: Handle;
}

/** Gets tickets for accounts and keeps them for a while, so that a KDC is told a secret once and not for each host. */
export class TicketStore {
  readonly #gssapi: Gssapi;
  readonly #folder: string;
  readonly #inRealm: InRealm;
  readonly #kept = new LRUCache<string, Entry>({
    max: MOST_ACCOUNTS,
    ttl: LONGEST_MS,
    dispose: (entry) => {
      entry.forgotten = true;
      this.#tidy(entry);
    },
  });

  /** @param folder where keytabs are for as long as they are read; nobody else may look into it */
  constructor(gssapi: Gssapi, folder: string, inRealm: InRealm) {
    this.#gssapi = gssapi;
    this.#folder = folder;
    this.#inRealm = inRealm;
  }

  /** Rejects with what the KDC says. Who asks meanwhile for the same account gets the same answer. */
  async of(account: KerberosAccount): Promise<Tickets> {
    const key = keyOf(account);
    const known = this.#kept.get(key);
    if (known !== undefined) return this.#use(key, known, true);
    const entry: Entry = {
      got: this.#inRealm(account, () => this.#get(account)),
      users: 0,
      forgotten: false,
    };
    this.#kept.set(key, entry);
    const used = this.#use(key, entry, false);
    try {
      const { seconds } = await entry.got;
      const ttl = Math.min(LONGEST_MS, Math.max(1, seconds - RESERVE_S) * 1000);
      if (!entry.forgotten) this.#kept.set(key, entry, { ttl });
    } catch {
      this.#forget(key, entry);
    }
    return used;
  }

  async #use(key: string, entry: Entry, kept: boolean): Promise<Tickets> {
    entry.users += 1;
    const { credentials } = await entry.got;
    entry.held = credentials;
    const release = () => {
      entry.users -= 1;
      this.#tidy(entry);
    };
    return { credentials, kept, release, forget: () => this.#forget(key, entry) };
  }

  /** What nobody has any more is given back to the library. */
  #tidy({ held, users, forgotten }: Entry): void {
    if (forgotten && users === 0 && held !== undefined) this.#gssapi.releaseCredentials(held);
  }

  #forget(key: string, entry: Entry): void {
    if (this.#kept.peek(key) === entry) this.#kept.delete(key);
  }

  async #get({ principal, secret }: KerberosAccount): Promise<Got> {
    if ("password" in secret) {
      const credentials = await this.#gssapi.acquireByPassword(principal, secret.password);
      return { credentials, seconds: await this.#gssapi.lifetime(credentials) };
    }
    const name = randomUUID();
    const keytab = join(this.#folder, name);
    await writeFile(keytab, secret.keytab, { mode: 0o600, flag: "wx" });
    try {
      const credentials = await this.#gssapi.acquireFrom(principal, {
        client_keytab: `FILE:${keytab}`,
        ccache: `MEMORY:${name}`,
      });
      // The library reads the keytab when it first needs a ticket.
      return { credentials, seconds: await this.#gssapi.lifetime(credentials) };
    } finally {
      await unlink(keytab);
    }
  }
}

function keyOf({ principal, secret }: KerberosAccount): string {
  const hash = createHash("sha256").update(`${principal}\0`);
  return "password" in secret
    ? hash.update("password\0").update(secret.password).digest("hex")
    : hash.update("keytab\0").update(secret.keytab).digest("hex");
}
