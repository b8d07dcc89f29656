import { setImmediate as nextTurn } from "node:timers/promises";
import type { components } from "@hostscan/contract";
import { conflict, type InvalidValue, invalid, type Result, type SchedulingContext } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { contentDigest } from "../repeatable/content-digest.ts";
import { repeatable } from "../repeatable/repeatable.ts";
import { recordsOf, trustShown } from "../trust/trust-store.ts";
import { type KnownKey, parseKnownHosts } from "../trust-review/known-hosts.ts";
import { reviewKnownHosts, weightOf } from "../trust-review/review.ts";
import { isAsReviewed, toldTrusted, trusterOf } from "./trusted.ts";

type Schemas = components["schemas"];

/** So much is read between two turns of the event loop. */
const CHARACTERS_PER_TURN = 20_000;
const MOST_LINES = 20_000;
const MOST_NAMES = 200_000;
const MOST_TOLD = 100;

/** So many comparisons of a host's name with a pattern or a hashed name take some ten seconds, in turns. */
const MOST_COMPARISONS = 5_000_000;

interface ReadFile {
  readonly keys: readonly KnownKey[];
  readonly authorities: readonly number[];
}

const wrong = (message: string): InvalidValue => ({ path: "/knownHosts", message });

/** The lines in parts of about so many characters, each with the index of its first. */
function* partsOf(lines: readonly string[]): Generator<{ readonly from: number; readonly text: string }> {
  let from = 0;
  let length = 0;
  for (const [index, line] of lines.entries()) {
    length += line.length;
    if (length < CHARACTERS_PER_TURN && index < lines.length - 1) continue;
    yield { from, text: lines.slice(from, index + 1).join("\n") };
    from = index + 1;
    length = 0;
  }
}

/** Reads the file a part at a time: others go on in between. */
async function readFile(text: string): Promise<Result<ReadFile>> {
  const lines = text.split("\n", MOST_LINES + 2);
  if (lines.length > MOST_LINES + 1) return invalid([wrong(`must have at most ${MOST_LINES} lines`)]);
  const keys: KnownKey[] = [];
  const authorities: number[] = [];
  const bad: InvalidValue[] = [];
  let names = 0;
  for (const { from, text: some } of partsOf(lines)) {
    const part = parseKnownHosts(some, from + 1);
    names += part.keys.reduce((sum, key) => sum + (key.names?.length ?? 0), 0);
    if (names > MOST_NAMES) return invalid([wrong(`must name hosts at most ${MOST_NAMES} times`)]);
    keys.push(...part.keys);
    authorities.push(...part.authorities);
    bad.push(...part.bad.map(({ line, reason }) => wrong(`line ${line} ${reason}`)));
    if (bad.length >= MOST_TOLD) break;
    await nextTurn();
  }
  return bad.length > 0 ? invalid(bad) : { ok: true, value: { keys, authorities } };
}

/** How many hosts are compared with the file, or which of those that are stated are none. */
async function countHosts(
  db: Kysely<Database>,
  hostIds: readonly string[] | undefined,
): Promise<Result<number>> {
  if (hostIds === undefined) {
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count from host`.execute(db);
    return { ok: true, value: rows[0]?.count ?? 0 };
  }
  const { rows } = await sql<{ id: string }>`
    select id from host where id = any(${hostIds}::uuid[])`.execute(db);
  const known = new Set(rows.map(({ id }) => id));
  const errors = hostIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `/hostIds/${index}`, message: `names no host: ${id}` }],
  );
  return errors.length > 0 ? invalid(errors) : { ok: true, value: known.size };
}

/** Trusts hosts by a file of OpenSSH's known hosts (`TrustKnownHosts`). */
export async function trustKnownHosts(
  db: Kysely<Database>,
  { knownHosts, hostIds: stated }: Schemas["KnownHosts"],
  context: SchedulingContext,
): Promise<Result<Schemas["KnownHostsTrusted"]>> {
  const file = await readFile(knownHosts);
  if (!file.ok) return file;
  const hostIds = stated?.map((id) => id.toLowerCase());
  const hosts = await countHosts(db, hostIds);
  if (!hosts.ok) return hosts;
  if (weightOf(file.value.keys) * hosts.value > MOST_COMPARISONS) {
    const many = "has too many patterns and hashed names for so many hosts: say by hostIds which are meant";
    return invalid([wrong(many)]);
  }
  // Outside of the transaction, which is not to wait for it; what is trusted is judged again there.
  const source = { db, trust: { list: (ids: readonly string[]) => recordsOf(db, ids) } };
  const { keys, others, silent } = await reviewKnownHosts(source, file.value.keys, hostIds);
  return repeatable<Schemas["KnownHostsTrusted"]>(db, {
    ...{ operation: "TrustKnownHosts", context },
    digest: () => contentDigest([knownHosts, hostIds ?? null]),
    async act(trx) {
      const trusted = await trustShown(trx, keys, trusterOf(context));
      if (!trusted.ok || !isAsReviewed(keys, trusted.value))
        return conflict(
          "Of a host another key was shown or trusted meanwhile. Nothing is trusted: call again.",
        );
      const mismatches = others.map(({ hostId, identity, thumbprint, revoked }) => ({
        ...{ hostId, hostName: identity, discoveredThumbprint: thumbprint, isRevoked: revoked },
      }));
      return {
        ok: true,
        value: {
          hosts: toldTrusted(keys, trusted.value),
          mismatches,
          silentHosts: [...silent],
          authorityLines: [...file.value.authorities],
        },
      };
    },
  });
}
