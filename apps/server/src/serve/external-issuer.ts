import type { ExternalIssuer } from "@hostscan/identity";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Configuration } from "../configuration/settings.ts";

type Settings = Pick<Configuration, "oidcIssuer" | "oidcAudience" | "oidcRoleClaim" | "oidcRoles">;

/**
 * The OpenID provider that the settings name; undefined where they name none.
 *
 * @throws {CommandFailure} with `ExitCode.Configuration` where they name but half of it: without an audience, tokens for any
 * other service would do.
 */
export function externalIssuer(settings: Settings): ExternalIssuer | undefined {
  const { oidcIssuer: issuer, oidcAudience: audience, oidcRoleClaim: claim, oidcRoles: roles } = settings;
  if (issuer !== undefined && audience !== undefined) return { issuer, audience, mapping: { claim, roles } };
  if (issuer === undefined && audience === undefined) return undefined;
  throw new CommandFailure(
    ExitCode.Configuration,
    "HOSTSCAN_OIDC_ISSUER and HOSTSCAN_OIDC_AUDIENCE go together",
  );
}
