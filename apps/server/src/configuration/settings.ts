import { SECTION_NAMES } from "@hostscan/scanner";
import { z } from "zod";
import { edgeSettings } from "./edge-settings.ts";
import { type DescribedSetting, defaulted, describe, optional } from "./setting.ts";
import { limit, networks, oneOf, ports, postgresUrl, sections, someOf, wholeNumber } from "./values.ts";

/** The one table of settings: it drives parsing, `--help` and the README. */
export const settingsTable = z.object({
  dataDir: defaulted(z.string(), ".hostscan", {
    variable: "HOSTSCAN_DATA_DIR",
    flag: "--data-dir <folder>",
    summary: "folder of the embedded database, its secret key and the first token",
    usedBy: "all",
  }),
  databaseUrl: optional(postgresUrl, {
    variable: "DATABASE_URL",
    summary: "Postgres to use instead of the embedded one; needs a secret key",
    usedBy: "all",
  }),
  secretKey: optional(z.string(), {
    variable: "HOSTSCAN_SECRET_KEY",
    summary: "key that encrypts credentials: 32 bytes as base64 (openssl rand -base64 32)",
    usedBy: "all",
  }),
  secretKeyFile: optional(z.string(), {
    variable: "HOSTSCAN_SECRET_KEY_FILE",
    summary: "file of that key, in place of the variable; only its owner and group may read it",
    usedBy: "all",
  }),
  databaseConnections: defaulted(wholeNumber(2, 1_000), "10", {
    variable: "HOSTSCAN_DATABASE_CONNECTIONS",
    flag: "--database-connections <number>",
    summary: "connections to the database that this process holds at most for calls and scans",
    usedBy: "serve",
  }),
  queueConnections: defaulted(wholeNumber(2, 1_000), "4", {
    variable: "HOSTSCAN_QUEUE_CONNECTIONS",
    flag: "--queue-connections <number>",
    summary:
      "connections that it holds at most for the queue; beside these, 1 to listen, and 2 of a worker for leases",
    usedBy: "serve",
  }),
  logLevel: defaulted(oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"]), "info", {
    variable: "HOSTSCAN_LOG_LEVEL",
    flag: "--log-level <level>",
    summary: "least level that is logged to stderr",
    usedBy: "serve",
  }),
  role: defaulted(someOf(["api", "worker"]), "api,worker", {
    variable: "HOSTSCAN_ROLE",
    flag: "--role <roles>",
    summary: "what this process does: answer requests, scan hosts, or both",
    usedBy: "serve",
  }),
  host: defaulted(z.string(), "127.0.0.1", {
    variable: "HOSTSCAN_HOST",
    flag: "--host <address>",
    summary: "address to listen on",
    usedBy: "serve",
  }),
  port: defaulted(wholeNumber(0, 65_535), "6500", {
    variable: "HOSTSCAN_PORT",
    flag: "--port <number>",
    summary: "port to listen on; 0 takes a free one",
    usedBy: "serve",
  }),
  ...edgeSettings,
  scanConcurrency: defaulted(wholeNumber(1, 1_000), "50", {
    variable: "HOSTSCAN_SCAN_CONCURRENCY",
    flag: "--scan-concurrency <number>",
    summary: "hosts that this process scans at once",
    usedBy: "serve",
  }),
  scanTotal: defaulted(limit(100_000), "1000", {
    variable: "HOSTSCAN_SCAN_TOTAL",
    flag: "--scan-total <number>",
    summary: "hosts that all processes scan at once; 0 for no limit",
    usedBy: "serve",
  }),
  scansPerCredential: defaulted(limit(100_000), "100", {
    variable: "HOSTSCAN_SCANS_PER_CREDENTIAL",
    flag: "--scans-per-credential <number>",
    summary: "hosts that all processes scan at once with one credential; 0 for no limit",
    usedBy: "serve",
  }),
  scansPerNetwork: defaulted(limit(100_000), "100", {
    variable: "HOSTSCAN_SCANS_PER_NETWORK",
    flag: "--scans-per-network <number>",
    summary: "hosts that all processes scan at once in one /24, or /64 of IPv6; 0 for no limit",
    usedBy: "serve",
  }),
  connectRate: defaulted(limit(100_000), "200", {
    variable: "HOSTSCAN_CONNECT_RATE",
    flag: "--connect-rate <number>",
    summary: "connections that this process opens in any one second; 0 for no limit",
    usedBy: "serve",
  }),
  credentialDenials: defaulted(limit(1_000), "3", {
    variable: "HOSTSCAN_CREDENTIAL_DENIALS",
    flag: "--credential-denials <number>",
    summary: "logins refused in a row until a credential is paused, or a host held back; 0 for never",
    usedBy: "serve",
  }),
  pausedWait: defaulted(wholeNumber(0, 604_800), "3600", {
    variable: "HOSTSCAN_PAUSED_WAIT",
    flag: "--paused-wait <seconds>",
    summary: "seconds that a host waits for its credential while it is paused; then it fails",
    usedBy: "serve",
  }),
  scanDeadline: defaulted(wholeNumber(1, 3_600), "60", {
    variable: "HOSTSCAN_SCAN_DEADLINE",
    flag: "--scan-deadline <seconds>",
    summary: "seconds that one scan may take, from connect to result",
    usedBy: "serve",
  }),
  allowedNetworks: optional(networks(), {
    variable: "HOSTSCAN_ALLOWED_NETWORKS",
    flag: "--allowed-networks <networks>",
    summary: "where hosts may be scanned, as in 10.0.0.0/8,2001:db8::/32; everywhere if not set",
    usedBy: "scans",
  }),
  deniedNetworks: optional(networks(), {
    variable: "HOSTSCAN_DENIED_NETWORKS",
    flag: "--denied-networks <networks>",
    summary: "where no host may be scanned, although it is allowed",
    usedBy: "scans",
  }),
  allowedPorts: optional(ports(), {
    variable: "HOSTSCAN_ALLOWED_PORTS",
    flag: "--allowed-ports <ports>",
    summary: "ports that may be connected to for a scan, as in 22,2200-2299,5985-5986; any if not set",
    usedBy: "scans",
  }),
  krb5Config: optional(z.string(), {
    variable: "HOSTSCAN_KRB5_CONFIG",
    summary: "krb5.conf that says where the KDCs of Windows domains are; the system's if not set",
    usedBy: "serve",
  }),
  ntlmWithoutTls: defaulted(oneOf(["never", "allow"]), "never", {
    variable: "HOSTSCAN_NTLM_WITHOUT_TLS",
    flag: "--ntlm-without-tls <whether>",
    summary: "whether NTLM is told Windows hosts without TLS, which have proved nothing before",
    usedBy: "serve",
  }),
  jobsOf: defaulted(oneOf(["all", "own"]), "all", {
    variable: "HOSTSCAN_JOBS_OF",
    flag: "--jobs-of <whose>",
    summary:
      "jobs that an application sees and cancels, and whose hosts it reads: all, or its own; an Admin's are all",
    usedBy: "serve",
  }),
  sections: defaulted(sections(), SECTION_NAMES.join(","), {
    variable: "HOSTSCAN_SECTIONS",
    flag: "--sections <names>",
    summary:
      "what scans read of a host beside its system, where a request does not say: none, or some of these",
    usedBy: "serve",
  }),
  shutdownGrace: defaulted(wholeNumber(0, 3_600), "20", {
    variable: "HOSTSCAN_SHUTDOWN_GRACE",
    flag: "--shutdown-grace <seconds>",
    summary: "seconds that requests and scans may still take after SIGTERM; then scans go back to the queue",
    usedBy: "serve",
  }),
  retentionDays: defaulted(wholeNumber(0, 36_500), "90", {
    variable: "HOSTSCAN_RETENTION_DAYS",
    flag: "--retention-days <days>",
    summary: "days that an ended job is kept, counted from the end of its last host; 0 keeps it for good",
    usedBy: "serve",
  }),
  auditRetentionDays: defaulted(wholeNumber(0, 36_500), "365", {
    variable: "HOSTSCAN_AUDIT_RETENTION_DAYS",
    flag: "--audit-retention-days <days>",
    summary:
      "days that a line of the audit log, or a key or token that is over, is kept; 0 keeps it for good",
    usedBy: "serve",
  }),
  hostRetentionDays: defaulted(wholeNumber(0, 36_500), "365", {
    variable: "HOSTSCAN_HOST_RETENTION_DAYS",
    flag: "--host-retention-days <days>",
    summary:
      "days that a host without jobs is kept, with its keys, after it was last named or scanned; 0 for good",
    usedBy: "serve",
  }),
  metricsPort: optional(wholeNumber(0, 65_535), {
    variable: "HOSTSCAN_METRICS_PORT",
    flag: "--metrics-port <number>",
    summary: "port to serve /metrics for Prometheus on; 0 takes a free one; not served where not set",
    usedBy: "serve",
  }),
  metricsHost: defaulted(z.string(), "127.0.0.1", {
    variable: "HOSTSCAN_METRICS_HOST",
    flag: "--metrics-host <address>",
    summary: "address to serve /metrics on",
    usedBy: "serve",
  }),
  rateLimit: defaulted(wholeNumber(1, 1_000_000), "6000", {
    variable: "HOSTSCAN_RATE_LIMIT",
    flag: "--rate-limit <calls>",
    summary: "calls that one token may make in a minute, or one address that signs in",
    usedBy: "serve",
  }),
  quotaJobs: defaulted(limit(100_000_000), "1000", {
    variable: "HOSTSCAN_QUOTA_JOBS",
    flag: "--quota-jobs <number>",
    summary: "jobs that one caller may schedule in an hour; 0 for any number",
    usedBy: "serve",
  }),
  quotaHosts: defaulted(limit(100_000_000), "200000", {
    variable: "HOSTSCAN_QUOTA_HOSTS",
    flag: "--quota-hosts <number>",
    summary: "hosts that one caller may schedule in an hour, in all its jobs; 0 for any number",
    usedBy: "serve",
  }),
});

/** The settings' values. */
export type Configuration = Readonly<z.output<typeof settingsTable>>;

/** The settings by their property names in {@link Configuration}. */
export const settings = describe(settingsTable);

/** Whose settings a command has besides its own. */
const CONCERNS = {
  all: ["all"],
  scans: ["all", "scans"],
  serve: ["all", "scans", "serve"],
} as const satisfies Record<DescribedSetting["usedBy"], readonly DescribedSetting["usedBy"][]>;

/** The settings that concern a command: those of all commands, and its own. */
export function settingsOf(command: DescribedSetting["usedBy"]): ReadonlyMap<string, DescribedSetting> {
  const concerns: readonly DescribedSetting["usedBy"][] = CONCERNS[command];
  return new Map([...settings].filter(([, { usedBy }]) => concerns.includes(usedBy)));
}

/** Where the settings say that hosts may be scanned. */
export function networkRules({ allowedNetworks, deniedNetworks, allowedPorts }: Configuration) {
  return { allowed: allowedNetworks ?? [], denied: deniedNetworks ?? [], ports: allowedPorts ?? [] };
}
