import { accessSync, constants } from "node:fs";
import type { WindowsSettings } from "@hostscan/engine";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Configuration } from "../configuration/settings.ts";

/**
 * How Windows hosts are logged in to, as the engine takes it.
 *
 * @throws {CommandFailure} with `ExitCode.Configuration` where a file of Kerberos cannot be read: the library would pass it
 * over, and know no KDC.
 */
export function windowsSettings({
  krb5Config,
  ntlmWithoutTls,
}: Pick<Configuration, "krb5Config" | "ntlmWithoutTls">): WindowsSettings {
  for (const file of krb5Config?.split(":") ?? []) {
    try {
      accessSync(file, constants.R_OK);
    } catch {
      const message = `HOSTSCAN_KRB5_CONFIG: ${file === "" ? "a name is empty" : `${file} cannot be read`}`;
      throw new CommandFailure(ExitCode.Configuration, message);
    }
  }
  return { kerberosConfiguration: krb5Config, ntlmWithoutTls: ntlmWithoutTls === "allow" };
}
