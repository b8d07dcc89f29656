import { CertificateType, SshTrustActionType } from "@hostscan/contract";
import { expect, test } from "vitest";
import { scanTarget } from "./scan-target.ts";

test("where no request has said anything, nothing is trusted unseen", () => {
  const host = {
    dns_host_name: "web.local",
    ip_address: null,
    ssh_port: 22,
    platform: null,
    trust_action: null,
    accept_first_discovery: null,
    certificate_type: null,
    pinned: {},
  };
  expect(scanTarget(host)).toEqual({
    dnsHostName: "web.local",
    port: 22,
    platform: "auto",
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
    pinned: { ssh: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I", rdp: "A1".repeat(32) },
    sshKeyType: "ssh-rsa",
  } as const;
  expect(scanTarget(host)).toEqual({
    ipAddress: "10.0.0.1",
    port: 2222,
    platform: "cisco",
    trust: { onMismatch: "warn", acceptFirstDiscovery: true, trusted: host.pinned, sshKeyType: "ssh-rsa" },
  });
});

const ssh = { ssh: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I" };
const rdp = { rdp: "A1".repeat(32) };
const winrm = { winrm: "A1".repeat(32) };

test.each([
  ["nothing on a Linux", "Linux", CertificateType.RDP, ssh, undefined],
  ["nothing where nothing is said", "Windows", null, winrm, undefined],
  ["nothing where neither platform nor thumbprint is known", null, CertificateType.WinRM, {}, undefined],
  ["Remote Desktop, which is to be seen first", "Windows", CertificateType.RDP, {}, "rdp"],
  ["Remote Desktop, by its thumbprint", null, CertificateType.RDP, rdp, "rdp"],
  ["SSH, by the form of its thumbprint", null, CertificateType.WinRM, ssh, "ssh"],
  ["what is said, where several are pinned", "Windows", CertificateType.WinRM, { ...ssh, ...winrm }, "winrm"],
] as const)("what vouches for a host is %s", (_, platform, certificate_type, pinned, vouchedBy) => {
  const host = {
    dns_host_name: "web.local",
    ip_address: null,
    ssh_port: 22,
    trust_action: null,
    accept_first_discovery: null,
    ...{ platform, certificate_type, pinned },
  };
  expect(scanTarget(host).trust.vouchedBy).toBe(vouchedBy);
});
