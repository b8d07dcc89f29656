import { CertificateType, SshTrustActionType } from "@hostscan/contract";
import { expect, test } from "vitest";
import { pinnedProtocol, scanTarget } from "./scan-target.ts";

test("where no request has said anything, nothing is trusted unseen", () => {
  const host = {
    dns_host_name: "web.local",
    ip_address: null,
    ssh_port: 22,
    platform: null,
    trust_action: null,
    accept_first_discovery: null,
    certificate_type: null,
    trusted_thumbprint: null,
  };
  expect(scanTarget(host)).toEqual({
    dnsHostName: "web.local",
    port: 22,
    platform: "linux",
    trust: { onMismatch: "error", acceptFirstDiscovery: false, trusted: {} },
  });
});

test("settings are handed on", () => {
  const host = {
    dns_host_name: null,
    ip_address: "10.0.0.1",
    ssh_port: 2222,
    platform: "Cisco",
    trust_action: SshTrustActionType.WarnOnThumbprintMismatch,
    accept_first_discovery: true,
    certificate_type: null,
    trusted_thumbprint: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I",
  } as const;
  expect(scanTarget(host)).toEqual({
    ipAddress: "10.0.0.1",
    port: 2222,
    platform: "cisco",
    trust: { onMismatch: "warn", acceptFirstDiscovery: true, trusted: { ssh: host.trusted_thumbprint } },
  });
});

const ssh = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const tls = "A1".repeat(32);

test.each([
  ["the SSH key, where nothing is said", null, null, null, "ssh"],
  ["the SSH key, by its form", null, CertificateType.WinRM, ssh, "ssh"],
  ["the SSH key, where the platform shows no certificate", "Linux", CertificateType.WinRM, tls, "ssh"],
  ["the certificate of WS-Man", null, CertificateType.WinRM, tls, "winrm"],
  ["the certificate of Remote Desktop", null, CertificateType.RDP, tls, "rdp"],
] as const)("the pin is of %s", (_, platform, certificate_type, trusted_thumbprint, protocol) => {
  expect(pinnedProtocol({ platform, certificate_type, trusted_thumbprint })).toBe(protocol);
});
