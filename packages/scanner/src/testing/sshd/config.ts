/** What an `sshd_config` of ours differs in. */
export interface SshdConfig {
  readonly folder: string;
  readonly port: number;
  readonly username: string;
  readonly passwords: boolean;
  /** Answer on every address of 127.0.0.0/8, so that one sshd passes for many hosts. */
  readonly everyLoopbackAddress: boolean;
  /** Files of further host keys. */
  readonly otherHostKeys?: readonly string[];
  /** Lines of sshd_config(5) that win over these. */
  readonly extra: readonly string[];
  /** As `ssh -V` says it, e.g. `OpenSSH_9.2p1 …`. */
  readonly release: string;
}

/** Writes an `sshd_config`: loopback only, one user, no files of the machine, room for many scans at once. */
export function sshdConfig(config: SshdConfig): string {
  const {
    folder,
    port,
    username,
    passwords,
    everyLoopbackAddress,
    extra,
    release,
    otherHostKeys = [],
  } = config;
  return [
    // The first line of a keyword is the one that counts.
    ...extra,
    `Port ${port}`,
    // One socket for all of 127.0.0.0/8 has to be the wildcard; AllowUsers keeps everybody else out.
    `ListenAddress ${everyLoopbackAddress ? "0.0.0.0" : "127.0.0.1"}`,
    `AllowUsers ${username}@127.*`,
    `HostKey ${folder}/host_key`,
    ...otherHostKeys.map((name) => `HostKey ${folder}/${name}`),
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    "StrictModes no",
    "PidFile none",
    "UsePAM no",
    "UseDNS no",
    `PasswordAuthentication ${passwords ? "yes" : "no"}`,
    "KbdInteractiveAuthentication no",
    "DisableForwarding yes",
    "MaxStartups 2000",
    ...(punishesSources(release) ? ["PerSourcePenalties no"] : []),
    "LogLevel VERBOSE",
    "",
  ].join("\n");
}

/** Since 9.8 a source whose logins fail is shut out for a while; all our tests are one source. */
function punishesSources(release: string): boolean {
  const [, major = "0", minor = "0"] = /OpenSSH_(\d+)\.(\d+)/.exec(release) ?? [];
  return Number(major) * 100 + Number(minor) >= 908;
}
