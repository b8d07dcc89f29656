import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startFreezingProxy } from "./freezing-proxy.ts";

/** Where Debian has it. */
export const PGBOUNCER = "/usr/sbin/pgbouncer";

/** It refuses to run as root. */
const NOBODY = 65_534;

const MODES = ["session", "transaction"] as const;

/** The real pgbouncer before a database: how it is reached where it pools by session, and where by transaction. */
export interface Pgbouncer extends AsyncDisposable, Readonly<Record<(typeof MODES)[number], string>> {
  /** Kills it with all connections through it. */
  crash(): Promise<void>;
  /** Starts it again at the same place. */
  start(): Promise<void>;
}

async function run(file: string): Promise<ChildProcess> {
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(PGBOUNCER, [file], { ...user, stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    if (line.includes("process up")) {
      child.stderr.resume();
      return child;
    }
  }
  throw new Error(said.join("\n"));
}

/** @param poolSize connections to the database that it holds at most, in each way */
export async function startPgbouncer(connectionString: string, poolSize: number): Promise<Pgbouncer> {
  // The server is on a Unix socket that others than its own user cannot get at.
  const proxy = await startFreezingProxy(connectionString);
  const { hostname, port, username, password, pathname } = new URL(proxy.connectionString);
  const folder = await mkdtemp(join(tmpdir(), "hostscan-pgbouncer-"));
  await chmod(folder, 0o777);
  const server = `host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)} dbname=${pathname.slice(1)}`;
  const configuration = [
    "[databases]",
    ...MODES.map((mode) => `${mode} = ${server} pool_mode=${mode} pool_size=${poolSize}`),
    "[pgbouncer]",
    "auth_type = any",
    `unix_socket_dir = ${folder}`,
    "listen_port = 6432",
  ];
  const file = join(folder, "pgbouncer.ini");
  await writeFile(file, configuration.join("\n"));
  let child = await run(file);
  const crash = async () => {
    const ended = once(child, "close");
    child.kill("SIGKILL");
    await ended;
  };
  const at = (mode: string) => `postgresql://${username}@/${mode}?host=${folder}&port=6432`;
  return {
    session: at("session"),
    transaction: at("transaction"),
    crash,
    async start() {
      child = await run(file);
    },
    async [Symbol.asyncDispose]() {
      await crash();
      await proxy.stop();
      await rm(folder, { recursive: true });
    },
  };
}
