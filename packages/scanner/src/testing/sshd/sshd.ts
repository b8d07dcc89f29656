import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Daemon, type DaemonLog, startDaemon } from "../daemon/daemon.ts";
import { type Herald, startOnFreePort } from "../daemon/port.ts";
import { accountFor } from "./account.ts";
import { requireSshd } from "./availability.ts";
import { sshdCommand } from "./command.ts";
import { sshdConfig } from "./config.ts";
import { writeAccess, writeEtc, writeHostKey } from "./folder.ts";
import { makeKeyPair } from "./keys.ts";

/** How an sshd is started. */
export interface SshdOptions {
  /** Answer on every address of 127.0.0.0/8, so that one sshd passes for many hosts. */
  readonly everyLoopbackAddress?: boolean;
  /** Lines of sshd_config(5) that win over ours. */
  readonly config?: readonly string[];
  /** When the account's password has to be changed: the fields of shadow(5) behind its hash; never where absent. */
  readonly aging?: string;
  /** Private host keys beside the one it makes, as ssh2 writes them. */
  readonly hostKeys?: readonly string[];
  /** Lines of `authorized_keys` beside those of its own keys. */
  readonly authorizedKeys?: readonly string[];
  /** Files to lay over those of `/etc` for this sshd alone, by their path within it. */
  readonly etc?: Readonly<Record<string, string>>;
  /** Of the super user, who has none where absent. */
  readonly rootPassword?: string;
  /** Ports to try, in order; where absent, random ones below those that the system hands out itself. */
  readonly ports?: Iterable<number>;
}

/** A real OpenSSH server on a loopback port, with one account. */
export interface Sshd extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Of the host key it shows now. */
  readonly thumbprint: string;
  readonly username: string;
  /** Accepted only where `sshdUnavailable()` has nothing against it. */
  readonly password: string;
  readonly keys: {
    readonly plain: { readonly privateKey: string };
    readonly locked: { readonly privateKey: string; readonly passphrase: string };
    /** A key that the account does not know. */
    readonly stranger: { readonly privateKey: string };
  };
  /** What it has logged since it was started, or since its host key was last changed. */
  readonly log: DaemonLog;
  /** Gives it another host key. Its sessions end; its port stays. */
  rotateHostKey(): Promise<void>;
  /** Ends it and its sessions, and removes its files. */
  stop(): Promise<void>;
}

const HERALD: Herald = {
  name: "sshd",
  listening: /Server listening on .+\.$/m,
  inUse: /Address already in use/,
};
const PASSPHRASE = "a passphrase of five words";

/** Starts an OpenSSH server. @throws Error where none can run here, or none of the ports is free. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const { path, root } = requireSshd();
  const account = accountFor(root, options.aging, options.rootPassword);
  const folder = await mkdtemp(join(tmpdir(), "hostscan-sshd-"));
  const [plain, locked, stranger] = await Promise.all([
    makeKeyPair(folder),
    makeKeyPair(folder, PASSPHRASE),
    makeKeyPair(folder),
  ]);
  const { authorizedKeys = [], hostKeys = [] } = options;
  for (const [index, key] of hostKeys.entries())
    await writeFile(join(folder, `host_key_${index}`), key, { mode: 0o600 });
  await writeAccess(folder, account, [plain.publicKey + locked.publicKey, ...authorizedKeys, ""].join("\n"));

  await writeEtc(folder, options.etc ?? {});

  const release = spawnSync(path, ["-V"], { encoding: "utf8" }).stderr;
  const { everyLoopbackAddress = false, config: extra = [], ports } = options;
  const start = async (port: number): Promise<Daemon> => {
    const { username } = account;
    const config = sshdConfig({
      folder,
      port,
      username,
      passwords: root,
      everyLoopbackAddress,
      extra,
      release,
      otherHostKeys: hostKeys.map((_, index) => `host_key_${index}`),
    });
    await writeFile(join(folder, "sshd_config"), config);
    return startDaemon(sshdCommand(path, folder, root));
  };
  const stop = async () => {
    await daemon.stop();
    await rm(folder, { recursive: true });
  };

  let thumbprint = await writeHostKey(folder);
  const { port, ...started } = await startOnFreePort(HERALD, start, ports).catch(async (error: unknown) => {
    await rm(folder, { recursive: true });
    throw error;
  });
  let { daemon } = started;
  return {
    host: "127.0.0.1",
    port,
    username: account.username,
    password: account.password,
    keys: {
      plain: { privateKey: plain.privateKey },
      locked: { privateKey: locked.privateKey, passphrase: PASSPHRASE },
      stranger: { privateKey: stranger.privateKey },
    },
    get thumbprint() {
      return thumbprint;
    },
    get log() {
      return daemon.log;
    },
    async rotateHostKey() {
      await daemon.stop();
      thumbprint = await writeHostKey(folder);
      ({ daemon } = await startOnFreePort(HERALD, start, [port]));
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
