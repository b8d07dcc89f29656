import { ActionStatus } from "@hostscan/contract";
import type { OpenDatabase } from "@hostscan/database";

/** A change of a host's status or attempt that was committed. */
export interface Transition {
  readonly hostScanHostId: string;
  readonly before: ActionStatus;
  readonly status: ActionStatus;
  readonly attempt: number;
  /** Whose connection made it: its `application_name`. */
  readonly by: string;
  readonly at: Date;
}

/** Has the database itself record every change of a host from now on. */
export async function startAudit({ pool }: OpenDatabase): Promise<void> {
  await pool.query(`create table audit_transition (
    number bigint generated always as identity, id uuid, before smallint, status smallint, attempt integer,
    by text default current_setting('application_name'),    at timestamptz default clock_timestamp())`);
  await pool.query(`create function record_transition() returns trigger language plpgsql as $$
    begin
      insert into audit_transition (id, before, status, attempt) values (new.id, old.status, new.status, new.attempt);
      return new;
    end $$`);
  await pool.query(`create trigger record_transition after update on host_scan_host for each row
    execute function record_transition()`);
}

/** What was recorded, in the order of its happening. */
export async function readAudit({ pool }: OpenDatabase): Promise<readonly Transition[]> {
  const { rows } = await pool.query<Transition>(
    `select id as "hostScanHostId", before, status, attempt, by, at from audit_transition order by number`,
  );
  return rows;
}

const isFinal = ({ status }: Transition) => status !== ActionStatus.Queued && status !== ActionStatus.Running;

/** How many results were written for each host. */
export function resultsPerHost(transitions: readonly Transition[]): ReadonlyMap<string, number> {
  const results = new Map<string, number>();
  for (const { hostScanHostId } of transitions.filter(isFinal))
    results.set(hostScanHostId, (results.get(hostScanHostId) ?? 0) + 1);
  return results;
}

/** The hosts that are in the hands of one whose connections bear this name. */
export function heldBy(name: string, transitions: readonly Transition[]): Set<string> {
  const held = new Set<string>();
  for (const { hostScanHostId, status, by } of transitions) {
    if (by === name && status === ActionStatus.Running) held.add(hostScanHostId);
    else held.delete(hostScanHostId);
  }
  return held;
}

/** What others made of a host than those who had claimed it last. */
export function strangeEnds(transitions: readonly Transition[]): readonly Transition[] {
  const claimedBy = new Map<string, string>();
  return transitions.filter(({ hostScanHostId, status, by }) => {
    if (status === ActionStatus.Running) claimedBy.set(hostScanHostId, by);
    return claimedBy.get(hostScanHostId) !== by;
  });
}

/** For each host that was taken over from a lost worker: milliseconds from the fault until then. */
export function recoveries(transitions: readonly Transition[], faults: readonly Date[]): readonly number[] {
  const claimedAt = new Map<string, Date>();
  const found: number[] = [];
  for (const { hostScanHostId, before, status, at } of transitions) {
    if (status !== ActionStatus.Running) continue;
    const held = claimedAt.get(hostScanHostId) ?? at;
    const [fault] = faults
      .filter((moment) => moment > held && moment < at)
      .sort((a, b) => Number(a) - Number(b));
    if (before === ActionStatus.Running && fault) found.push(at.getTime() - fault.getTime());
    claimedAt.set(hostScanHostId, at);
  }
  return found;
}
