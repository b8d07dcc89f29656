import { SshTrustActionType } from "@hostscan/contract";
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
    pinned: { ssh: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I", rdp: "A1".repeat(32) },
  } as const;
  expect(scanTarget(host)).toEqual({
    ipAddress: "10.0.0.1",
    port: 2222,
    platform: "cisco",
    trust: { onMismatch: "warn", acceptFirstDiscovery: true, trusted: host.pinned },
  });
});
