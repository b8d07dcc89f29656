import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Account } from "./account.ts";

/** Where the parts of a database cluster lie, and who runs it. */
export interface Cluster {
  readonly folder: string;
  /** Postgres's data directory. */
  readonly data: string;
  readonly passwordFile: string;
  readonly configurationFile: string;
  readonly accessFile: string;
  readonly identityFile: string;
  readonly log: string;
  readonly socketFolder: string;
  readonly account: Account;
}

/** Name of the superuser, the only role. */
export const SUPERUSER = "hostscan";

/** Bytes of a socket's path: 108 on Linux and 104 on macOS, with the closing NUL (unix(7), unix(4)). */
const LONGEST_SOCKET_PATH = 103;

/** Name of the socket of Postgres's default port, which pg assumes too. */
export const SOCKET_NAME = ".s.PGSQL.5432";

/**
 * Where the socket lies: with the cluster, or, where that path is longer than a socket's may be, in a folder of
 * `/tmp` that is named after the cluster, so that every process finds the same one whatever its environment.
 */
export function socketFolderOf(folder: string): string {
  const near = join(folder, "socket");
  if (Buffer.byteLength(join(near, SOCKET_NAME)) <= LONGEST_SOCKET_PATH) return near;
  return `/tmp/hostscan-${createHash("sha256").update(folder).digest("hex").slice(0, 32)}`;
}

/** Lays out a cluster in a folder (absolute, free of symbolic links). */
export function layOutCluster(folder: string, account: Account): Cluster {
  return {
    folder,
    data: join(folder, "data"),
    passwordFile: join(folder, "password"),
    configurationFile: join(folder, "postgresql.conf"),
    accessFile: join(folder, "pg_hba.conf"),
    identityFile: join(folder, "pg_ident.conf"),
    log: join(folder, "log"),
    socketFolder: socketFolderOf(folder),
    account,
  };
}
