import { addressesOf } from "./connection/addresses.ts";
import { connectToFirst } from "./connection/connect.ts";
import { awaitIdentification } from "./connection/identification.ts";
import { runCommand } from "./connection/run-command.ts";
import { type JudgedKey, openSession } from "./connection/session.ts";
import { collectFacts } from "./facts/collect.ts";
import { hostFacts } from "./facts/facts.ts";
import { codeOf, done, failed, type Step } from "./failure.ts";
import { readLogin } from "./login/login.ts";
import type {
  HostFacts,
  ObservedKey,
  Scan,
  ScanCredential,
  ScanOutcome,
  ScanTarget,
  TrustProtocol,
} from "./types.ts";
import { startWatch, type Watch } from "./watch.ts";

/** From TCP connect to result, in milliseconds, where the caller names no other deadline. */
export const DEFAULT_DEADLINE_MS = 60_000;

/**
 * Scans one host over SSH: resolves its name, connects, judges its key, logs in and reads, in one exec, what it
 * is. Never rejects. When it has settled, its connection is closed and nothing of it is left on `signal`.
 */
export const scanHost: Scan = async (target, credential, signal, options = {}) => {
  const watch = startWatch(signal, options.deadlineMs ?? DEFAULT_DEADLINE_MS, options);
  const seen = new Map<TrustProtocol, ObservedKey>();
  const onKey = (key: ObservedKey) => {
    seen.set(key.protocol, key);
  };
  const called = watch.over.then((failure) => ({ ok: false, failure }) as const);
  const read = readHost(target, credential, watch, onKey).catch((error: unknown) =>
    // A fault of ours, or a port that is none. The text of an error could hold anything: only its code goes out.
    failed(watch.phase, `The scan broke off (${codeOf(error)}).`),
  );
  const step = await Promise.race([called, read]);
  watch.stop();
  return step.ok ? outcomeOf(step.value) : { ...step, keys: [...seen.values()] };
};

type Reading = JudgedKey & { readonly facts: HostFacts };

async function readHost(
  target: ScanTarget,
  credential: ScanCredential,
  watch: Watch,
  onKey: (key: ObservedKey) => void,
): Promise<Step<Reading>> {
  const { platform } = target;
  if (platform === "windows") return failed("collect", "Windows hosts are not scanned.");
  const login = await readLogin(credential);
  if (!login.ok) return login;

  watch.phase = "dns";
  const addresses = await addressesOf(target);
  if (!addresses.ok) return addresses;

  watch.phase = "tcp";
  watch.restart();
  const connection = await connectToFirst(addresses.value, target.port, watch);
  if (!connection.ok) return connection;
  const { socket, address } = connection.value;

  watch.phase = "kex";
  const identified = await awaitIdentification(socket);
  if (!identified.ok) return identified;
  const session = await openSession({ socket, login: login.value, trust: target.trust, onKey }, watch);
  if (!session.ok) return session;

  const { client, key, verdict, broken } = session.value;
  const reported = await Promise.race([
    broken.then((failure) => ({ ok: false, failure }) as const),
    collectFacts((command) => runCommand(client, command), platform === "auto" ? "linux" : platform),
  ]);
  client.end();
  if (!reported.ok) return reported;
  return done({ key, verdict, facts: hostFacts(reported.value, target.dnsHostName || address, address) });
}

function outcomeOf({ facts, key, verdict }: Reading): ScanOutcome {
  return {
    ok: true,
    facts,
    keys: [key],
    pins: verdict.verdict === "accept and pin" ? [key] : [],
    warnings: verdict.verdict === "accept with a warning" ? [verdict.warning] : [],
  };
}
