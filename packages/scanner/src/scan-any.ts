import type { Connection } from "./connection/connect.ts";
import { awaitIdentification, type Identification } from "./connection/identification.ts";
import { failed, type Step } from "./failure.ts";
import type { Login } from "./login/login.ts";
import { readBySsh, scanBySsh } from "./scan-ssh.ts";
import { reachWindows, readByWsMan, scanWindows } from "./scan-windows.ts";
import { type Reading, reach, type Scanning } from "./scanning.ts";
import type { ScanFailure, TrustPolicy } from "./types.ts";
import { within } from "./within.ts";

/** How much of the time that is left SSH may stay silent before WS-Man is tried. */
const SSH_SHARE = 1 / 3;
/** How much of the rest WS-Man may, while SSH may still answer. */
const WSMAN_SHARE = 1 / 2;

/**
 * Scans a host of which nobody has said what it is: by SSH where it answers as such, on the one connection that it
 * did so on, or else by WS-Man. A port that is closed costs nothing, a silent one its share of the time.
 */
export async function scanAny(scanning: Scanning, login: Login): Promise<Step<Reading>> {
  const { watch, target } = scanning;
  const ways = waysTo(target.trust);
  if (!ways.windows) return orByWsMan(scanning, await scanBySsh(scanning, login, "linux"));
  if (!ways.ssh) return scanWindows(scanning);

  const connection = await reach(scanning, target.port, SSH_SHARE);
  if (!connection.ok) return insteadOfSsh(scanning, connection.failure);
  const { socket } = connection.value;
  watch.phase = "kex";
  const identification = awaitIdentification(socket);
  const inTime = await within(watch.remainingMs() * SSH_SHARE, identification);
  if (inTime?.ok) return readWhatSpeaksSsh(scanning, login, connection.value, inTime.value);
  if (inTime !== undefined) {
    socket.destroy();
    return insteadOfSsh(scanning, inTime.failure);
  }

  const windows = await reachWindows(scanning, WSMAN_SHARE);
  if (windows.ok) {
    socket.destroy();
    return readByWsMan(scanning, windows.value);
  }
  // Nothing else answers, and this one took the connection: an SSH server that takes its time.
  watch.phase = "kex";
  const late = await identification;
  return late.ok ? readBySsh(scanning, login, connection.value, "linux") : late;
}

/**
 * Reads a host by SSH, or by WS-Man where it is a Windows: one that says so is not logged in to by SSH where WS-Man
 * answers; of another it shows when it has let the login in and knows neither of the commands.
 */
async function readWhatSpeaksSsh(
  scanning: Scanning,
  login: Login,
  connection: Connection,
  { ofWindows }: Identification,
): Promise<Step<Reading>> {
  if (ofWindows) {
    const windows = await reachWindows(scanning, WSMAN_SHARE);
    if (windows.ok) {
      connection.socket.destroy();
      return readByWsMan(scanning, windows.value);
    }
    scanning.watch.phase = "kex";
  }
  const bySsh = await readBySsh(scanning, login, connection, "linux");
  return ofWindows ? bySsh : orByWsMan(scanning, bySsh);
}

/** Goes on by WS-Man where a host has let the login in by SSH, but is none that can be read by it. */
async function orByWsMan(scanning: Scanning, bySsh: Step<Reading>): Promise<Step<Reading>> {
  if (bySsh.ok || bySsh.failure.phase !== "collect") return bySsh;
  const windows = await reachWindows(scanning);
  if (!windows.ok) return bySsh;
  const byWsMan = await readByWsMan(scanning, windows.value);
  return byWsMan.ok
    ? byWsMan
    : failed(byWsMan.failure.phase, `${bySsh.failure.message} ${byWsMan.failure.message}`);
}

/** What is known by a key is reached by the protocol of that key alone: by another it would be known by nothing. */
function waysTo({ trusted }: TrustPolicy): { readonly ssh: boolean; readonly windows: boolean } {
  const ssh = trusted.ssh !== undefined;
  const windows = [trusted.winrm, trusted.rdp, trusted.kerberos].some((known) => known !== undefined);
  return ssh || windows ? { ssh, windows } : { ssh: true, windows: true };
}

async function insteadOfSsh(scanning: Scanning, { phase, message }: ScanFailure): Promise<Step<Reading>> {
  // The host has said or done nothing that would speak against WS-Man.
  if (phase !== "tcp" && phase !== "kex") return failed(phase, message);
  const windows = await reachWindows(scanning);
  if (windows.ok) return readByWsMan(scanning, windows.value);
  return failed(phase, `${message} ${windows.failure.message}`);
}
