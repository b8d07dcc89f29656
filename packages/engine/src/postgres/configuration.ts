import { rename, writeFile } from "node:fs/promises";
import type { Cluster } from "./cluster.ts";

/** Settings of `postgresql.conf` by name. */
export type Settings = Readonly<Record<string, string>>;

function settingsOf(cluster: Cluster): Settings {
  return {
    listen_addresses: "",
    unix_socket_directories: cluster.socketFolder,
    unix_socket_permissions: "0700",
    hba_file: cluster.accessFile,
    max_connections: "100",
    shared_buffers: "64MB",
    fsync: "on",
    max_wal_size: "512MB",
    timezone: "UTC",
    // Seven files by weekday, each emptied when its day comes round again.
    logging_collector: "on",
    log_directory: cluster.log,
    log_filename: "postgres-%a.log",
    log_rotation_age: "1d",
    log_truncate_on_rotation: "on",
    log_timezone: "UTC",
    log_checkpoints: "off",
    // Values of statements may be secrets.
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
  };
}

/** Quotes a value by the rules of `postgresql.conf`. */
export function quoteSetting(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

async function replaceFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, content, { mode: 0o644 });
  await rename(draft, path);
}

/**
 * Writes the server's configuration anew. It lies beside the data directory, so that it follows the release of
 * the code, and so that root never writes into a folder that another user owns.
 */
export async function writeConfiguration(cluster: Cluster, overrides: Settings): Promise<void> {
  const settings = { ...settingsOf(cluster), ...overrides };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoteSetting(value)}\n`);
  await replaceFile(cluster.configurationFile, lines.join(""));
  await replaceFile(cluster.accessFile, "local all all scram-sha-256\n");
}
