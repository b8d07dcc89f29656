import type { HostScanJobRequest } from "@hostscan/client";
import type { InvalidValue } from "@hostscan/core";

/** The members of a row that have errors of their own; the others' are told of the host's name. */
const judged = ["dnsHostName", "ipAddress", "platformName", "credentialName"];

/** A row as it was sent, with what is wrong with it. */
export function validatedRow(row: HostScanJobRequest, errors: readonly InvalidValue[]) {
  const told = errors.map(({ path, message }) => {
    const [, , wrong = "dnsHostName"] = path.split("/");
    return { member: wrong === "credentialId" ? "credentialName" : wrong, message };
  });
  const error = (member: string) =>
    told.find((each) => each.member === member && judged.includes(member))?.message ?? null;
  const { acceptThumbprintOnFirstDiscovery: accept, credentialId: id, ...said } = row;
  return {
    ...said,
    ...(accept !== undefined && accept !== null && { acceptThumbprintOnFirstDiscovery: accept }),
    ...(id !== undefined && id !== null && { credentialId: id }),
    dnsHostNameError: error("dnsHostName"),
    ipAddressError: error("ipAddress"),
    platformNameError: error("platformName"),
    credentialNameError: error("credentialName"),
  };
}
