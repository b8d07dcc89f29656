import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { opensslUnavailable, type SelfSigned } from "../certificate.ts";
import { type SuiteGate, suiteGate } from "../gate.ts";
import { identifyResponse, MEMBER_SERVER, operatingSystem, page, SERVER_2022 } from "../wsman/answers.ts";

const PYTHON = "/usr/bin/python3";

/** What it takes, by the files that show it is there (Debian's packages). */
const NEEDED = {
  "python3-gssapi": "/usr/lib/python3/dist-packages/gssapi",
  "python3-cryptography": "/usr/lib/python3/dist-packages/cryptography",
  "gss-ntlmssp": "/etc/gss/mech.d/mech.ntlmssp.conf",
} as const;

/** Why no acceptor can be started here, or `undefined` where one can. */
function acceptorUnavailable(): string | undefined {
  const missing = Object.entries(NEEDED).find(([, file]) => !existsSync(file));
  return missing === undefined ? opensslUnavailable() : `no ${missing[0]} is installed`;
}

/** For suites that need an acceptor. @throws Error on CI where none can run, with the reason. */
export const acceptorGate = (): SuiteGate => suiteGate("an acceptor by GSSAPI", acceptorUnavailable());

/** What goes wrong at a port of an acceptor. */
export type Quirk =
  | "breaks"
  | "skewed"
  | "closes"
  | "unproved"
  | "unsealed"
  | "signed"
  | "tampered"
  | "replayed";

/** One port of an acceptor. */
export interface AcceptorPort {
  readonly tls?: SelfSigned;
  readonly quirk?: Quirk;
  /** It tells nothing of what comes. Else somebody has to ask for its events: it stands still once they have piled up. */
  readonly quiet?: boolean;
  /** What it answers to those who are logged in: a pattern of what is asked, a status and a body each. */
  readonly answers?: readonly (readonly [pattern: string, status: number, body: string])[];
}

/** What an acceptor tells of what comes. */
export type AcceptorEvent =
  | { readonly event: "mark" }
  | { readonly event: "listening"; readonly ports: readonly number[] }
  | { readonly event: "token"; readonly token: string; readonly port: number }
  | { readonly event: "refused"; readonly why: string; readonly port: number }
  | { readonly event: "login"; readonly user: string; readonly kerberos: boolean; readonly bound: boolean }
  | { readonly event: "asked"; readonly sealed: boolean; readonly text: string };

export interface AcceptorOptions {
  readonly ports: readonly AcceptorPort[];
  /** For NTLM: `DOMAIN:user:password` each. */
  readonly users?: readonly string[];
  /** For Kerberos: a realm's configuration, and the keytab of the host. */
  readonly kerberos?: { readonly configuration: string; readonly keytab: string };
}

/** A host whose HTTP is a fixture's, and whose security is MIT's and gss-ntlmssp's. */
export interface Acceptor extends AsyncDisposable {
  readonly ports: readonly number[];
  /** Of its accounts for NTLM, as a client's gss-ntlmssp takes it, too. */
  readonly userFile: string;
  /** What came since it was last asked for. */
  events(): Promise<readonly AcceptorEvent[]>;
}

/** For Kerberos: no two clocks agree as well as that. Who gets tickets does not set its clock by the KDC's. */
export const SKEWED = "[libdefaults]\nclockskew = -1\nkdc_timesync = 0\n";

/** Starts an acceptor on ports of this machine. @throws Error where it does not start. */
export async function startAcceptor(options: AcceptorOptions): Promise<Acceptor> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-acceptor-"));
  const { ports, users = [], kerberos } = options;
  const userFile = join(folder, "users");
  await writeFile(userFile, users.map((line) => `${line}\n`).join(""), { mode: 0o600 });
  const skewed = join(folder, "skewed.conf");
  await writeFile(skewed, SKEWED);
  const listeners = await Promise.all(
    ports.map((port, index) => listener(port, join(folder, `${index}.pem`))),
  );
  const child = spawn(PYTHON, [join(import.meta.dirname, "acceptor.py")], {
    stdio: ["pipe", "ignore", "pipe"],
    env: {
      ...process.env,
      NTLM_USER_FILE: userFile,
      KRB5RCACHENAME: "none:",
      ...(kerberos && {
        KRB5_CONFIG: kerberos.configuration,
        KRB5_KTNAME: kerberos.keytab,
        SKEWED_CONFIG: `${skewed}:${kerberos.configuration}`,
      }),
    },
  });
  const lines = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  /** What it tells, up to an event of this kind. */
  const readUntil = async (kind: AcceptorEvent["event"]): Promise<readonly AcceptorEvent[]> => {
    const events: AcceptorEvent[] = [];
    for (;;) {
      const { done, value } = await lines.next();
      if (done === true) throw new Error(`The acceptor ended after ${JSON.stringify(events)}`);
      const event: AcceptorEvent = JSON.parse(value);
      if (event.event === kind) return [...events, event];
      events.push(event);
    }
  };
  const stop = async () => {
    child.kill("SIGKILL");
    await once(child, "close");
    await rm(folder, { recursive: true, force: true });
  };
  child.stdin.write(`${JSON.stringify(listeners)}\n`);
  const [listening] = await readUntil("listening");
  return {
    userFile,
    ports: listening?.event === "listening" ? listening.ports : [],
    async events() {
      child.stdin.write("\n");
      return (await readUntil("mark")).slice(0, -1);
    },
    [Symbol.asyncDispose]: stop,
  };
}

const READ_SYSTEM = [
  ["Win32_OperatingSystem", 200, operatingSystem(SERVER_2022)],
  ["Win32_ComputerSystem", 200, page("Enumerate", [MEMBER_SERVER])],
] as const;

/** A port as the acceptor reads it; its certificate is in the file. */
async function listener({ tls, quirk, quiet, answers = READ_SYSTEM }: AcceptorPort, file: string) {
  if (tls) await writeFile(file, tls.cert + tls.key, { mode: 0o600 });
  const identify = identifyResponse("OS: 0.0.0 SP: 0.0 Stack: 3.0");
  return { quirk, quiet, answers, identify, ...(tls && { tls: file }) };
}
