import { isIP } from "node:net";
import { ExitCode } from "../../cli/exit-code.ts";
import { CommandFailure } from "../../cli/failure.ts";
import type { ResolvedConfiguration } from "../../configuration/resolve.ts";
import type { Configuration } from "../../configuration/settings.ts";

type Listening = Pick<
  Configuration,
  "host" | "tlsCert" | "tlsKey" | "selfSigned" | "behindProxy" | "trustedProxies"
>;

/** The largest networks that are anybody's own: 10.0.0.0/8 (RFC 1918) and fc00::/7 (RFC 4193). */
const FEWEST_BITS = { ipv4: 8, ipv6: 7 } as const;

/**
 * Refuses to take tokens and passwords over plain HTTP from anywhere but this machine, and to take all callers for the
 * one proxy they come through: they would share its limits, and any of them could use those up for the others.
 *
 * @throws {CommandFailure} with `ExitCode.Configuration` and what to do.
 */
export function checkListening(listening: Listening): void {
  const { host, tlsCert, tlsKey, selfSigned, behindProxy, trustedProxies } = listening;
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    refuse("HOSTSCAN_TLS_CERT and HOSTSCAN_TLS_KEY go together");
  if (tlsCert !== undefined && selfSigned) refuse("--self-signed and HOSTSCAN_TLS_CERT exclude each other");
  if (behindProxy && trustedProxies === undefined) {
    refuse(
      "--behind-proxy needs HOSTSCAN_TRUSTED_PROXIES, as in 127.0.0.1/32,::1/128: without it all callers have the proxy's " +
        "address and share its limits, so that one who fails to sign in keeps out the others",
    );
  }
  if (trustedProxies?.some(({ first, bits }) => bits < FEWEST_BITS[first.kind()])) {
    refuse(
      "HOSTSCAN_TRUSTED_PROXIES must hold the proxies, and no network larger than 10.0.0.0/8 or fc00::/7: whoever is in it " +
        "may say that it comes from another address",
    );
  }
  if (tlsCert !== undefined || selfSigned || behindProxy || isLoopback(host)) return;
  refuse(
    `on ${host}, tokens and passwords would cross the network in plain text: set HOSTSCAN_TLS_CERT and ` +
      "HOSTSCAN_TLS_KEY, or --behind-proxy where a proxy ends TLS, or --self-signed to try it out",
  );
}

/**
 * Refuses one port for calls and for metrics: whoever came second would look for another process that holds it.
 *
 * @throws {CommandFailure} with `ExitCode.Configuration` and what to do.
 */
export function checkPorts({ configuration, given }: ResolvedConfiguration): void {
  const { role, host, port, metricsHost, metricsPort } = configuration;
  const listens = role.includes("api") || given.has("port");
  if (!listens || port === 0 || port !== metricsPort) return;
  if (host !== metricsHost && ![host, metricsHost].some((one) => one === "0.0.0.0" || one === "::")) return;
  refuse(
    `HOSTSCAN_PORT and HOSTSCAN_METRICS_PORT are both ${port}: metrics need a port of their own (0 takes a free one)`,
  );
}

function refuse(reason: string): never {
  throw new CommandFailure(ExitCode.Configuration, reason);
}

/** Whether calls may come from elsewhere, so that scans of this machine would reach what is meant for itself alone. */
export function callersAreElsewhere({
  host,
  behindProxy,
}: Pick<Configuration, "host" | "behindProxy">): boolean {
  return behindProxy || !isLoopback(host);
}

/** By its writing alone: what another name means may change. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
