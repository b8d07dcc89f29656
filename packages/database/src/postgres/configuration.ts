import { chmod, chown, rename, writeFile } from "node:fs/promises";
import { isForeign } from "./account.ts";
import type { Cluster } from "./cluster.ts";

/** Settings of `postgresql.conf` by name. */
export type Settings = Readonly<Record<string, string>>;

/**
 * Who may connect, and what code the server loads. They are given on its command line, where they win over whatever
 * stands in a file, `postgresql.auto.conf` in the data directory included.
 */
export function accessSettings(cluster: Cluster): Settings {
  return {
    config_file: cluster.configurationFile,
    data_directory: cluster.data,
    hba_file: cluster.accessFile,
    ident_file: cluster.identityFile,
    external_pid_file: "",
    listen_addresses: "",
    unix_socket_directories: cluster.socketFolder,
    unix_socket_permissions: "0700",
    unix_socket_group: "",
    ssl: "off",
    password_encryption: "scram-sha-256",
    allow_alter_system: "off",
    shared_preload_libraries: "",
    session_preload_libraries: "",
    local_preload_libraries: "",
    dynamic_library_path: "$libdir",
    archive_mode: "off",
    wal_level: "replica",
    log_destination: "stderr",
    logging_collector: "on",
    log_directory: cluster.log,
    log_file_mode: "0600",
  };
}

const SETTINGS: Settings = {
  max_connections: "100",
  shared_buffers: "64MB",
  fsync: "on",
  max_wal_size: "512MB",
  timezone: "UTC",
  // Seven files by weekday, each emptied when its day comes round again.
  log_filename: "postgres-%a.log",
  log_rotation_age: "1d",
  log_truncate_on_rotation: "on",
  log_timezone: "UTC",
  log_checkpoints: "off",
  // Values of statements may be secrets.
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
};

/** Quotes a value by the rules of `postgresql.conf`. */
export function quoteSetting(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** Writes a file that the database's user reads by its group, where that is another user, and nobody else. */
async function replaceFile(path: string, content: string, { account }: Cluster): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, content, { mode: 0o600 });
  if (isForeign(account)) {
    await chown(draft, 0, account.gid);
    await chmod(draft, 0o640);
  }
  await rename(draft, path);
}

/**
 * Writes the server's configuration anew. It lies beside the data directory, so that it follows the release of
 * the code, and so that root never writes into a folder that another user owns.
 */
export async function writeConfiguration(cluster: Cluster, overrides: Settings): Promise<void> {
  const settings = { ...SETTINGS, ...overrides };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoteSetting(value)}\n`);
  await replaceFile(cluster.configurationFile, lines.join(""), cluster);
  await replaceFile(cluster.accessFile, "local all all scram-sha-256\n", cluster);
  await replaceFile(cluster.identityFile, "", cluster);
}
