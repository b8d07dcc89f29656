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
  readonly json?: true;
  readonly report?: string;
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
    .option("--json", "print the report as JSON")
    .option("--report <file>", "write the report as JSON to a file, too")
    .addHelpText(
      "after",
      "\nWithout the options that lend hosts or a credential it only reads and schedules nothing.\n" +
        "Exit codes: 0 the server keeps to the API, 1 it does not, 2 bad options or no server.",
    );
}

/** Makes the target of a run from its options. */
export function targetOf(options: Options): Target {
  const {
    otherAppToken,
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
