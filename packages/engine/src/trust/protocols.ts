import { CertificateType } from "@hostscan/contract";
import type { KeyProtocol } from "@hostscan/scanner";

/** By which protocol a host shows what the API calls a type of certificate. */
export const PROTOCOLS: Readonly<Record<CertificateType, KeyProtocol>> = {
  [CertificateType.WinRM]: "winrm",
  [CertificateType.RDP]: "rdp",
  [CertificateType.SSH]: "ssh",
};
