import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "../certificate.ts";
import { type Daemon, type DaemonLog, startDaemon } from "../daemon/daemon.ts";
import { type Herald, startOnFreePort } from "../daemon/port.ts";
import { requireXrdp } from "./availability.ts";

/** How an xrdp is started. */
export interface XrdpOptions {
  /** `rdp` is the encryption of old, without TLS. */
  readonly securityLayer?: "tls" | "rdp";
}

/** A real xrdp on a loopback port. Nobody can log in to it: nothing stands behind it that would open a session. */
export interface Xrdp extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Of the certificate it shows. */
  readonly thumbprint: string;
  readonly log: DaemonLog;
  /** Ends it, and removes its files. */
  stop(): Promise<void>;
}

const HERALD: Herald = {
  name: "xrdp",
  listening: /xrdp_listen_pp done/,
  inUse: /trans_listen_address failed/,
};

/** It logs to its output, and line by line only if it is made to. */
const SPEAK = 'exec "$0" "$@" >&2';

/** Starts an xrdp. @throws Error where none can run here, or does not start. */
export async function startXrdp({ securityLayer = "tls" }: XrdpOptions = {}): Promise<Xrdp> {
  const path = requireXrdp();
  const certificate = await makeCertificate("rsa");
  const folder = await mkdtemp(join(tmpdir(), "hostscan-xrdp-"));
  const remove = () => rm(folder, { recursive: true });
  await writeFile(join(folder, "cert.pem"), certificate.cert);
  await writeFile(join(folder, "key.pem"), certificate.key, { mode: 0o600 });
  const start = async (port: number): Promise<Daemon> => {
    const config = join(folder, "xrdp.ini");
    await writeFile(config, xrdpConfig(folder, port, securityLayer));
    // In the foreground it writes no pid file, which would be the machine's own.
    const xrdp = [path, "--nodaemon", "--config", config];
    return startDaemon({
      program: "setpriv",
      args: ["--pdeathsig", "KILL", "stdbuf", "-oL", "sh", "-c", SPEAK, ...xrdp],
    });
  };
  const { daemon, port } = await startOnFreePort(HERALD, start).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const stop = async () => {
    await daemon.stop();
    await remove();
  };
  const { thumbprint } = certificate;
  return { host: "127.0.0.1", port, thumbprint, log: daemon.log, stop, [Symbol.asyncDispose]: stop };
}

/** Loopback only, one process for all connections, so that they end with it. */
function xrdpConfig(folder: string, port: number, securityLayer: string): string {
  return [
    "[Globals]",
    "ini_version=1",
    "fork=false",
    `port=tcp://127.0.0.1:${port}`,
    `security_layer=${securityLayer}`,
    `certificate=${folder}/cert.pem`,
    `key_file=${folder}/key.pem`,
    "ssl_protocols=TLSv1.2, TLSv1.3",
    "[Logging]",
    `LogFile=${folder}/xrdp.log`,
    "EnableSyslog=false",
    "EnableConsole=true",
    "ConsoleLevel=INFO",
    "",
  ].join("\n");
}
