import { randomInt } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { NetConnectOpts } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DaemonLog, startDaemon } from "../daemon/daemon.ts";
import { untilListening } from "../daemon/until-listening.ts";
import { sambaUnavailable } from "./availability.ts";
import { issueCertificate } from "./certificates.ts";
import { ACCOUNTS, DOMAIN, MANY, MEMBER } from "./population.ts";
import { provisionedDomain } from "./provision.ts";

/** How a domain controller is started. */
export interface SambaOptions {
  /** With winbindd, which judges NTLM for others on this machine: a second more of a processor. */
  readonly winbind?: boolean;
}

/** A real domain controller on a loopback address of its own, with LDAP, LDAPS (389, 636) and a KDC (88, 464). */
export interface Samba extends AsyncDisposable {
  readonly address: string;
  readonly domain: typeof DOMAIN;
  readonly accounts: typeof ACCOUNTS;
  /** A computer with the service names of WinRM. */
  readonly member: typeof MEMBER;
  /** How many computers `OU=Many` has. */
  readonly many: number;
  /** PEM, of the authority that has issued its certificate, for its name and its address. */
  readonly ca: string;
  /** The same as a file. */
  readonly caFile: string;
  /** Of its certificate: SHA-256, as 64 upper-case hexadecimal digits. */
  readonly thumbprint: string;
  /** What MIT's library takes as `KRB5_CONFIG`. */
  readonly krb5Config: string;
  readonly keytabs: { readonly member: string; readonly scan: string };
  /** For programs that ask winbindd, as `ntlm_auth` and gss-ntlmssp do: else they ask the machine's own. */
  readonly winbindEnv: Readonly<Record<string, string>>;
  /** For the programs of Samba: `ntlm_auth --configfile`. */
  readonly smbConfig: string;
  readonly log: DaemonLog;
  /** Ends it, and removes its files. */
  stop(): Promise<void>;
}

/** It logs to its output. */
const SPEAK = 'exec "$0" "$@" >&2';

/** Starts a domain controller with a fresh copy of the domain. @throws Error where none can run here, or does not start. */
export async function startSamba({ winbind = false }: SambaOptions = {}): Promise<Samba> {
  const reason = sambaUnavailable();
  if (reason !== undefined) throw new Error(`No domain controller can run here: ${reason}.`);
  const provisioned = await provisionedDomain();
  // The next run of the tests removes the folders of those that were killed, by this name.
  const folder = await mkdtemp(join(tmpdir(), `hostscan-test-${process.pid}-samba-`));
  const remove = () => rm(folder, { recursive: true, force: true });
  // The ports are fixed, so each one has an address of its own.
  const address = `127.${randomInt(16, 240)}.${randomInt(256)}.${randomInt(1, 255)}`;
  await cp(provisioned, folder, { recursive: true });
  for (const name of ["run", "winbind", "cache"])
    await mkdir(join(folder, name), { recursive: true, mode: 0o755 });
  const thumbprint = await issueCertificate(folder, DOMAIN.controller, address);
  const [smbConfig, krb5Config] = [join(folder, "smb.conf"), join(folder, "krb5.conf")];
  await writeFile(smbConfig, smbConf(folder, address, winbind));
  await writeFile(krb5Config, krb5Conf(address));
  const samba = ["--interactive", "--no-process-group", "-M", "single", "-s", smbConfig];
  // In `--interactive` it ends with its input, so that none outlives a test that was killed.
  const daemon = startDaemon(
    { program: "sh", args: ["-c", SPEAK, "samba", ...samba] },
    { endsWithInput: true },
  );
  const stop = async () => {
    await daemon.stop();
    await remove();
  };
  const sockets = [636, 88].map((port): NetConnectOpts => ({ host: address, port }));
  if (winbind) sockets.push({ path: join(folder, "winbind/pipe") });
  try {
    for (const socket of sockets) await untilListening(socket, daemon.ended);
  } catch {
    await stop();
    throw new Error(`Samba did not start:\n${daemon.log.text()}`);
  }
  return {
    ...{ address, domain: DOMAIN, accounts: ACCOUNTS, member: MEMBER, many: MANY },
    ...{ ca: await readFile(join(folder, "ca.pem"), "utf8"), caFile: join(folder, "ca.pem"), thumbprint },
    ...{ smbConfig, krb5Config, winbindEnv: winbindEnv(join(folder, "winbind")), log: daemon.log },
    keytabs: { member: join(folder, "member.keytab"), scan: join(folder, "scan.keytab") },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Samba's library takes another folder than the system's only where this wrapper is there. */
const winbindEnv = (folder: string) => ({
  LD_PRELOAD: "libnss_wrapper.so",
  NSS_WRAPPER_PASSWD: "/etc/passwd",
  NSS_WRAPPER_GROUP: "/etc/group",
  SELFTEST_WINBINDD_SOCKET_DIR: folder,
});

/** Everything in its folder, nothing of the machine's, on its address only. */
function smbConf(folder: string, address: string, winbind: boolean): string {
  const services = winbind ? "ldap, kdc, rpc, winbindd" : "ldap, kdc";
  return [
    "[global]",
    `netbios name = ${DOMAIN.controller.split(".")[0]}`,
    `realm = ${DOMAIN.realm}`,
    `workgroup = ${DOMAIN.workgroup}`,
    "server role = active directory domain controller",
    `server services = ${services}`,
    "dcerpc endpoint servers = epmapper, samr, lsarpc, netlogon, drsuapi, dssetup",
    `interfaces = ${address}/8`,
    "bind interfaces only = yes",
    `private dir = ${folder}/private`,
    `state directory = ${folder}/state`,
    `lock directory = ${folder}`,
    `binddns dir = ${folder}/bind-dns`,
    `cache directory = ${folder}/cache`,
    `pid directory = ${folder}/run`,
    `ncalrpc dir = ${folder}/run/ncalrpc`,
    `winbindd socket directory = ${folder}/winbind`,
    "ldap server require strong auth = yes",
    "ntlm auth = ntlmv2-only",
    "disable netbios = yes",
    `tls keyfile = ${folder}/key.pem`,
    `tls certfile = ${folder}/cert.pem`,
    `tls cafile = ${folder}/ca.pem`,
    "",
  ].join("\n");
}

/** No name is looked up: what a client calls a host is what the KDC is asked for. */
function krb5Conf(address: string): string {
  return [
    "[libdefaults]",
    `  default_realm = ${DOMAIN.realm}`,
    "  dns_lookup_kdc = false",
    "  dns_lookup_realm = false",
    "  dns_canonicalize_hostname = false",
    "  rdns = false",
    "[realms]",
    `  ${DOMAIN.realm} = {`,
    `    kdc = ${address}`,
    "  }",
    "[domain_realm]",
    `  .${DOMAIN.dnsName} = ${DOMAIN.realm}`,
    "",
  ].join("\n");
}
