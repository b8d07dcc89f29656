import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startDaemon } from "../src/testing/daemon/daemon.ts";
import { untilListening } from "../src/testing/daemon/until-listening.ts";
import { type SuiteGate, suiteGate } from "../src/testing/gate.ts";
import type { Samba } from "../src/testing/samba/samba.ts";
import { openLine, type WsManLine } from "../src/wsman/line.ts";

const MODULES = "/usr/lib/apache2/modules";
const APACHE = "/usr/sbin/apache2";

/** For tests that need Apache as a judge of Kerberos. @throws Error on CI where it is not there */
export const apacheGate = (): SuiteGate =>
  suiteGate(
    "Apache's mod_auth_gssapi",
    [APACHE, `${MODULES}/mod_auth_gssapi.so`].every(existsSync) ? undefined : "it is not installed",
  );

/** What judges logins by NTLM. */
export interface NtlmJudge extends AsyncDisposable {
  /** Tells it a message, by the letters that say which one it is; resolves to the words that it answers. */
  ask(letters: "YR" | "KK", message: Buffer): Promise<readonly string[]>;
}

/** Starts Samba's `ntlm_auth`, which speaks SPNEGO and asks winbind of the domain. */
export function startNtlmJudge(samba: Samba): NtlmJudge {
  const args = ["--helper-protocol=gss-spnego", "--configfile", samba.smbConfig];
  const judge = spawn("ntlm_auth", args, {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, ...samba.winbindEnv },
  });
  const lines = createInterface({ input: judge.stdout })[Symbol.asyncIterator]();
  return {
    async ask(letters, message) {
      judge.stdin.write(`${letters} ${message.toString("base64")}\n`);
      const { value = "" } = await lines.next();
      return value.split(" ");
    },
    async [Symbol.asyncDispose]() {
      judge.stdin.end();
      await once(judge, "close");
    },
  };
}

const HTTP_PORT = 8085;

/** An Apache that lets nobody in but by Kerberos, and a line to it. */
export interface ApacheJudge extends AsyncDisposable {
  line(): WsManLine;
}

/** Starts Apache with mod_auth_gssapi, on the address of the domain controller, as the member of its domain. */
export async function startApacheJudge(samba: Samba): Promise<ApacheJudge> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-test-apache-"));
  const [keytab, log] = [join(folder, "keytab"), join(folder, "log")];
  await copyFile(samba.keytabs.member, keytab);
  // It gives up its rights, where it has any.
  await chmod(folder, 0o755);
  await chmod(keytab, 0o644);
  const modules = ["mpm_event", "authn_core", "authz_core", "authz_user", "auth_gssapi"];
  const configuration = [
    `ServerRoot ${folder}`,
    `DefaultRuntimeDir ${folder}`,
    `PidFile ${folder}/pid`,
    `ErrorLog ${log}`,
    "User nobody",
    "Group nogroup",
    `Listen ${samba.address}:${HTTP_PORT}`,
    `ServerName ${samba.member.dnsHostName}`,
    ...modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
    "<Location />",
    "  AuthType GSSAPI",
    "  GssapiConnectionBound On",
    `  GssapiCredStore keytab:${keytab}`,
    "  Require valid-user",
    "</Location>",
    "",
  ];
  await writeFile(join(folder, "apache.conf"), configuration.join("\n"));
  const apache = startDaemon({ program: APACHE, args: ["-X", "-f", join(folder, "apache.conf")] });
  const stop = async () => {
    await apache.stop();
    await rm(folder, { recursive: true });
  };
  try {
    await untilListening({ host: samba.address, port: HTTP_PORT }, apache.ended);
  } catch {
    const told = apache.log.text() + (await readFile(log, "utf8").catch(() => ""));
    await stop();
    throw new Error(`Apache did not start:\n${told}`);
  }
  return {
    line: () =>
      openLine(async () => {
        const socket = connect(HTTP_PORT, samba.address);
        await once(socket, "connect");
        return { ok: true, value: { socket } };
      }, samba.member.dnsHostName),
    [Symbol.asyncDispose]: stop,
  };
}
