import { isIssuerUrl } from "@hostscan/identity";
import { z } from "zod";
import { defaulted, optional } from "./setting.ts";
import { hostNames, limit, networks, oneOf, origins, roleMapping, wholeNumber, yesOrNo } from "./values.ts";

/** The settings of how a process is reached, and by whom: TLS, proxies, external identities, browsers. */
export const edgeSettings = {
  tlsCert: optional(z.string(), {
    variable: "HOSTSCAN_TLS_CERT",
    flag: "--tls-cert <file>",
    summary: "certificate to serve HTTPS with, and those up to its root (PEM); read again when it changes",
    usedBy: "serve",
  }),
  tlsKey: optional(z.string(), {
    variable: "HOSTSCAN_TLS_KEY",
    flag: "--tls-key <file>",
    summary: "private key of the certificate (PEM)",
    usedBy: "serve",
  }),
  selfSigned: defaulted(yesOrNo(), "false", {
    variable: "HOSTSCAN_SELF_SIGNED",
    flag: "--self-signed",
    summary: "serve HTTPS with a certificate for localhost that is kept in the data folder; for development",
    usedBy: "serve",
  }),
  behindProxy: defaulted(yesOrNo(), "false", {
    variable: "HOSTSCAN_BEHIND_PROXY",
    flag: "--behind-proxy",
    summary: "a proxy ends TLS: listen for plain HTTP on any address; needs HOSTSCAN_TRUSTED_PROXIES",
    usedBy: "serve",
  }),
  trustedProxies: optional(networks(), {
    variable: "HOSTSCAN_TRUSTED_PROXIES",
    flag: "--trusted-proxies <networks>",
    summary:
      "proxies whose word on the caller's address is taken, as in 10.1.0.0/16,::1/128; none if not set",
    usedBy: "serve",
  }),
  forwardedHeader: defaulted(oneOf(["x-forwarded-for", "forwarded"]), "x-forwarded-for", {
    variable: "HOSTSCAN_FORWARDED_HEADER",
    flag: "--forwarded-header <name>",
    summary: "header in which they tell it; the other one is passed over",
    usedBy: "serve",
  }),
  oidcIssuer: optional(
    z.string().refine(isIssuerUrl, "must be an https URL, or an http one of this machine"),
    {
      variable: "HOSTSCAN_OIDC_ISSUER",
      flag: "--oidc-issuer <url>",
      summary: "OpenID provider whose access tokens (JWT) are accepted, too; as in their iss, to the letter",
      usedBy: "serve",
    },
  ),
  oidcAudience: optional(z.string(), {
    variable: "HOSTSCAN_OIDC_AUDIENCE",
    flag: "--oidc-audience <audience>",
    summary: "what those tokens must name in aud: this API, as the provider calls it",
    usedBy: "serve",
  }),
  oidcRoleClaim: defaulted(z.string(), "roles", {
    variable: "HOSTSCAN_OIDC_ROLE_CLAIM",
    flag: "--oidc-role-claim <name>",
    summary: "claim of those tokens that tells roles; dots lead into objects, as in realm_access.roles",
    usedBy: "serve",
  }),
  oidcRoles: defaulted(roleMapping(), "Admin=Admin,App=App", {
    variable: "HOSTSCAN_OIDC_ROLES",
    flag: "--oidc-roles <value=role>",
    summary: "roles that its values stand for, as in scan-admins=Admin,scanners=App",
    usedBy: "serve",
  }),
  allowedHosts: optional(hostNames(), {
    variable: "HOSTSCAN_ALLOWED_HOSTS",
    flag: "--allowed-hosts <names>",
    summary:
      "names that it may be called by besides localhost, as in scan.example,*.lab.example; if not set: any beyond loopback, none on it",
    usedBy: "serve",
  }),
  maxConnections: defaulted(limit(100_000), "1000", {
    variable: "HOSTSCAN_MAX_CONNECTIONS",
    flag: "--max-connections <number>",
    summary: "connections that are held at once; 0 for no limit",
    usedBy: "serve",
  }),
  connectionsPerAddress: defaulted(limit(100_000), "200", {
    variable: "HOSTSCAN_CONNECTIONS_PER_ADDRESS",
    flag: "--connections-per-address <number>",
    summary: "of them from one address, or /64 of IPv6, that is no trusted proxy's; 0 for no limit",
    usedBy: "serve",
  }),
  corsOrigins: optional(origins(), {
    variable: "HOSTSCAN_CORS_ORIGINS",
    flag: "--cors-origins <origins>",
    summary:
      "origins whose pages may call from a browser and sign in, as in https://portal.example; none if not set",
    usedBy: "serve",
  }),
  docs: defaulted(oneOf(["on", "off"]), "on", {
    variable: "HOSTSCAN_DOCS",
    flag: "--docs <on-or-off>",
    summary: "whether the pages that tell of the API are served, at /docs",
    usedBy: "serve",
  }),
  keepAliveTimeout: defaulted(wholeNumber(1, 3_600), "75", {
    variable: "HOSTSCAN_KEEP_ALIVE_TIMEOUT",
    flag: "--keep-alive-timeout <seconds>",
    summary: "seconds that an idle connection is kept; more than the proxy in front keeps its own",
    usedBy: "serve",
  }),
  drainSeconds: optional(wholeNumber(0, 600), {
    variable: "HOSTSCAN_DRAIN_SECONDS",
    flag: "--drain-seconds <seconds>",
    summary:
      "seconds after SIGTERM in which calls are still taken, while /readyz tells to send no more; 5 with --behind-proxy, else 0",
    usedBy: "serve",
  }),
  requestTimeout: defaulted(wholeNumber(1, 3_600), "60", {
    variable: "HOSTSCAN_REQUEST_TIMEOUT",
    flag: "--request-timeout <seconds>",
    summary:
      "seconds that a request may take to arrive; for its header fields, and a TLS handshake, at most 10",
    usedBy: "serve",
  }),
};
