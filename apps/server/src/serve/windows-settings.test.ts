import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ExitCode } from "../cli/exit-code.ts";
import { windowsSettings } from "./windows-settings.ts";

const here = fileURLToPath(import.meta.url);

test.each([
  [{ krb5Config: undefined, ntlmWithoutTls: "never" }, false],
  [{ krb5Config: here, ntlmWithoutTls: "allow" }, true],
  [{ krb5Config: `${here}:${here}`, ntlmWithoutTls: "never" }, false],
] as const)("%j is taken", (configuration, ntlmWithoutTls) => {
  expect(windowsSettings(configuration)).toEqual({
    kerberosConfiguration: configuration.krb5Config,
    ntlmWithoutTls,
  });
});

test.each([
  ["/no/such/krb5.conf", "/no/such/krb5.conf cannot be read"],
  [`${here}:/no/such`, "/no/such cannot be read"],
  ["", "a name is empty"],
  [`${here}:`, "a name is empty"],
])("what cannot be read is told at the start: %s", (krb5Config, reason) => {
  expect(() => windowsSettings({ krb5Config, ntlmWithoutTls: "never" })).toThrow(
    expect.objectContaining({ exitCode: ExitCode.Configuration, message: `HOSTSCAN_KRB5_CONFIG: ${reason}` }),
  );
});
