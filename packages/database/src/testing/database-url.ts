/** Name of the migrated database that every test database is copied from. */
export const TEMPLATE = "hostscan_template";

/** Address of another database on the same server. */
export function databaseUrl(serverUrl: string, database: string): string {
  return serverUrl.replace(/\/[^/?]*\?/, `/${database}?`);
}
