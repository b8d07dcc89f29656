import { isIP } from "node:net";
import type { HostScanJobRequest } from "@hostscan/client";
import { SshTrustActionType } from "@hostscan/contract";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Target } from "./target.ts";

/** The command line's options, as commander gives them. */
export interface Options {
  readonly baseUrl: string;
  readonly token: string;
  readonly otherAppToken?: string;
  readonly adminToken?: string;
  readonly forbiddenToken?: string;
  readonly expiredToken?: string;
  readonly login?: string;
  readonly password?: string;
  readonly codes?: string;
  readonly hostId?: readonly string[];
  readonly credentialId?: string;
  readonly scannable?: URL;
  readonly unresponsive?: URL;
  readonly timeout?: number;
  readonly all?: true;
  readonly only?: readonly string[];
  readonly report?: readonly WantedReport[];
}

const reportFormats = ["json", "junit", "markdown"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A report, and the file it goes to; to the standard output where there is none. */
export interface WantedReport {
  readonly format: ReportFormat;
  readonly file: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Declares the options. Tokens may come from the environment, where a process list does not show them. */
export function createCommand(environment: Environment): Command {
  const secret = (flags: string, description: string, variable: string) =>
    new Option(flags, `${description} (or ${variable})`).default(environment[variable], `from ${variable}`);
  return new Command("hostscan-contract")
    .description(
      "Checks that a server keeps to the Host Scan Job API, and prints which declared answers it gave.",
    )
    .requiredOption("--base-url <url>", "address of the server, without the API's path", httpUrl)
    .addOption(
      secret("--token <token>", "bearer token of an App or Admin", "HOSTSCAN_TOKEN").makeOptionMandatory(),
    )
    .addOption(secret("--other-app-token <token>", "token of another App", "HOSTSCAN_OTHER_APP_TOKEN"))
    .addOption(secret("--admin-token <token>", "token of an Admin", "HOSTSCAN_ADMIN_TOKEN"))
    .addOption(secret("--forbidden-token <token>", "token of another role", "HOSTSCAN_FORBIDDEN_TOKEN"))
    .addOption(secret("--expired-token <token>", "expired token", "HOSTSCAN_EXPIRED_TOKEN"))
    .option("--login <login>", "user to sign in, with a password and codes")
    .addOption(secret("--password <password>", "the user's password", "HOSTSCAN_PASSWORD"))
    .addOption(
      secret("--codes <codes>", "two recovery codes of the user's, with a comma between", "HOSTSCAN_CODES"),
    )
    .option("--host-id <id...>", "two hosts or more that may be scanned")
    .option("--credential-id <id>", "credential to onboard made-up hosts with, and the two below")
    .option("--scannable <host:port>", "host whose scan succeeds", sshAddress)
    .option("--unresponsive <host:port>", "address that takes connections and never answers", sshAddress)
    .option("--timeout <seconds>", "how long an answer may take, 60 unless given", seconds)
    .option("--all", "fail as well where a declared answer was not observed")
    .option("--only <text...>", "run only checks that have this in their name, or are of this promise")
    .option(
      "--report <format...>",
      "json, junit or markdown, instead of the table; with =<file> beside it, e.g. junit=kit.xml",
      wantedReport,
    )
    .addHelpText(
      "after",
      "\nWithout the options that lend hosts or a credential it only reads and schedules nothing.\n" +
        "Exit codes: 0 the server keeps to the API, 1 it does not, 2 bad options or no server.",
    );
}

/** What is lent in halves, in words: it would be dropped in silence. Undefined where all is whole. */
function halfLent(options: Options): string | undefined {
  const { login, password, codes, hostId, credentialId, scannable, unresponsive } = options;
  const parts = [login, password, codes].filter((part) => part !== undefined).length;
  if (parts > 0 && parts < 3) return "--login, --password and --codes must be given together.";
  if (hostId?.length === 1) return "--host-id must name two hosts or more.";
  if ((scannable || unresponsive) && !credentialId)
    return "--scannable and --unresponsive need a --credential-id.";
  return undefined;
}

/** Makes the target of a run from its options; throws on what is lent in halves. */
export function targetOf(options: Options): Target {
  const half = halfLent(options);
  if (half !== undefined) throw new Error(half);
  const {
    otherAppToken,
    adminToken,
    forbiddenToken,
    expiredToken,
    login,
    password,
    codes,
    hostId,
    credentialId,
    scannable,
    unresponsive,
    timeout,
  } = options;
  const [first, second, ...more] = hostId ?? [];
  const host = (address: URL): HostScanJobRequest => ({
    ...(isIP(bare(address)) ? { ipAddress: bare(address) } : { dnsHostName: bare(address) }),
    sshPort: Number(address.port),
    ...(credentialId && { credentialId }),
    acceptThumbprintOnFirstDiscovery: true,
    sshTrustActionType: SshTrustActionType.ErrorOnThumbprintMismatch,
  });
  return {
    baseUrl: options.baseUrl,
    ...(timeout && { timeoutMs: timeout * 1_000 }),
    tokens: {
      app: options.token,
      ...(otherAppToken && { otherApp: otherAppToken }),
      ...(adminToken && { admin: adminToken }),
      ...(forbiddenToken && { forbidden: forbiddenToken }),
      ...(expiredToken && { expired: expiredToken }),
    },
    ...(login && password && codes && { user: { login, password, code: oneAfterAnother(codes) } }),
    ...(first && second && { hosts: [first, second, ...more] }),
    ...(credentialId && { credentialId }),
    ...(scannable && { scannable: host(scannable) }),
    ...(unresponsive && { unresponsive: host(unresponsive) }),
  };
}

/** Gives each of the codes once. */
function oneAfterAnother(codes: string): () => string {
  const left = codes.split(",");
  return () => left.shift()?.trim() ?? "none-left";
}

/** The host of an address, an IPv6 one without its brackets. */
const bare = (address: URL) => address.hostname.replaceAll(/^\[|\]$/g, "");

function wantedReport(value: string, before: readonly WantedReport[] = []): WantedReport[] {
  const [, name, file] = /^(\w+)(?:=(.+))?$/s.exec(value) ?? [];
  const format = reportFormats.find((each) => each === name);
  if (format === undefined)
    throw new InvalidArgumentError(`It must be ${reportFormats.join(", ")}, or one of them with =<file>.`);
  return [...before, { format, file }];
}

function httpUrl(value: string): string {
  if (/^https?:$/.test(URL.parse(value)?.protocol ?? "")) return value;
  throw new InvalidArgumentError("It must be an http or https address.");
}

function seconds(value: string): number {
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("It must be a whole number of seconds.");
}

function sshAddress(value: string): URL {
  const address = URL.parse(`ssh://${value}`);
  if (address?.hostname && address.port) return address;
  throw new InvalidArgumentError("It must be host:port, e.g. 127.0.0.1:22 or [::1]:22.");
}
