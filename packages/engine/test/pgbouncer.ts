import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startFreezingProxy } from "@hostscan/database/testing";

export const PGBOUNCER = "/usr/sbin/pgbouncer";

/** It refuses to run as root. */
const NOBODY = 65_534;

/** How connections are pooled. */
type Mode = "session" | "transaction";

/** The real pgbouncer before a database: how it is reached where it pools connections in one way, and in the other. */
export interface Pgbouncer extends AsyncDisposable, Readonly<Record<Mode, string>> {}

/** @param poolSize connections to the database that it holds at most, in each way */
export async function startPgbouncer(connectionString: string, poolSize: number): Promise<Pgbouncer> {
  // The server is on a Unix socket that others cannot get at.
  const proxy = await startFreezingProxy(connectionString);
  const { hostname, port, username, password, pathname } = new URL(proxy.connectionString);
  const folder = await mkdtemp(join(tmpdir(), "hostscan-pgbouncer-"));
  await chmod(folder, 0o777);
  const server = `host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)} dbname=${pathname.slice(1)}`;
  const modes = ["session", "transaction"] as const;
  const configuration = [
    "[databases]",
    ...modes.map((mode) => `${mode} = ${server} pool_mode=${mode} pool_size=${poolSize}`),
    "[pgbouncer]",
    "auth_type = any",
    `unix_socket_dir = ${folder}`,
    "listen_port = 6432",
  ].join("\n");
  const file = join(folder, "pgbouncer.ini");
  await writeFile(file, configuration);
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(PGBOUNCER, [file], { ...user, stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "close");
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    if (line.includes("process up")) break;
  }
  child.stderr.resume();
  if (child.exitCode !== null) throw new Error(said.join("\n"));
  const at = (mode: Mode) => `postgresql://${username}@/${mode}?host=${folder}&port=6432`;
  return {
    session: at("session"),
    transaction: at("transaction"),
    async [Symbol.asyncDispose]() {
      child.kill("SIGQUIT");
      await ended;
      await proxy.stop();
      await rm(folder, { recursive: true });
    },
  };
}
