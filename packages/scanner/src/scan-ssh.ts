import type { Connection } from "./connection/connect.ts";
import { awaitIdentification } from "./connection/identification.ts";
import { openSession } from "./connection/session.ts";
import { withTrustedKey } from "./connection/with-trusted-key.ts";
import { collectFacts, type SshFamily } from "./facts/collect.ts";
import { hostFacts } from "./facts/facts.ts";
import { done, type Step } from "./failure.ts";
import { collectInventory } from "./inventory/collect.ts";
import type { Login } from "./login/login.ts";
import { type Reading, reach, type Scanning } from "./scanning.ts";
import { SshQuestions } from "./ssh-questions.ts";
import { showVouchedKey } from "./vouched.ts";

/** Scans a host over SSH: connects, judges its key, logs in and reads, in one exec, what it is. */
export async function scanBySsh(scanning: Scanning, login: Login, family: SshFamily): Promise<Step<Reading>> {
  const connection = await reach(scanning, scanning.target.port);
  if (!connection.ok) return connection;
  scanning.watch.phase = "kex";
  const identified = await awaitIdentification(connection.value.socket);
  return identified.ok ? readBySsh(scanning, login, connection.value, family) : identified;
}

/** Goes on where a host has identified itself as an SSH server on this connection. */
export async function readBySsh(
  scanning: Scanning,
  login: Login,
  { socket, address }: Connection,
  family: SshFamily,
): Promise<Step<Reading>> {
  const { target, watch, keys } = scanning;
  const vouched = await showVouchedKey({ ...scanning, addresses: [address] }, "ssh");
  if (!vouched.ok) return vouched;

  watch.phase = "kex";
  const place = { address, port: target.port };
  const session = await withTrustedKey(scanning, { socket, address }, (next, search) =>
    openSession({ socket: next, place, login, keys, search }, watch),
  );
  if (!session.ok) return session;
  const questions = new SshQuestions(scanning, login, address, session.value);
  const reported = await collectFacts(
    (command, probe) => questions.ask(command, probe),
    family,
    () => questions.said,
  );
  const inventory = reported.ok ? await collectInventory(scanning, questions, reported.value) : undefined;
  questions.leave();
  if (!reported.ok) return reported;
  const facts = hostFacts(reported.value.reported, target.dnsHostName || address, address);
  return done({ facts, inventory, warnings: [] });
}
