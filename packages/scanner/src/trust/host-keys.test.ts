import { describe, expect, it } from "vitest";
import { HostKeys } from "./host-keys.ts";

const ssh = { protocol: "ssh", thumbprint: `SHA256:${"A".repeat(43)}`, algorithm: "ssh-ed25519" } as const;
const winrm = { protocol: "winrm", thumbprint: "A1".repeat(32), algorithm: "rsa-2048" } as const;
const other = { ...winrm, thumbprint: "B2".repeat(32) };
const policy = { onMismatch: "error", acceptFirstDiscovery: false, trusted: {} } as const;

describe("the keys of a host", () => {
  it("are pinned where they are accepted on first discovery, each for its protocol", () => {
    const keys = new HostKeys({ ...policy, acceptFirstDiscovery: true, trusted: { ssh: ssh.thumbprint } });
    expect([keys.judge(ssh), keys.judge(winrm)]).toMatchObject([
      { verdict: "accept" },
      { verdict: "accept and pin" },
    ]);
    expect([keys.keys, keys.pins, keys.warnings]).toEqual([[ssh, winrm], [winrm], []]);
  });

  it("are remembered where they are refused", () => {
    const keys = new HostKeys(policy);
    expect(keys.judge(winrm)).toHaveProperty("verdict", "refuse");
    expect([keys.keys, keys.pins]).toEqual([[winrm], []]);
  });

  it("may be shown again, and not be others then, whatever is let pass", () => {
    const keys = new HostKeys({ ...policy, onMismatch: "trust", acceptFirstDiscovery: true });
    keys.judge(winrm);
    expect(keys.judge(winrm)).toHaveProperty("verdict", "accept and pin");
    expect(keys.judge(other)).toHaveProperty("verdict", "refuse");
    expect(keys.pins).toEqual([winrm]);
  });

  it("are warned of where they have changed", () => {
    const keys = new HostKeys({ ...policy, onMismatch: "warn", trusted: { winrm: winrm.thumbprint } });
    keys.judge(other);
    expect(keys.warnings).toEqual([expect.stringContaining(other.thumbprint)]);
  });

  it("are known where one protocol shows what is trusted for another", () => {
    const keys = new HostKeys({ ...policy, trusted: { rdp: winrm.thumbprint } });
    expect(keys.judge(winrm)).toEqual({ verdict: "accept" });
  });

  it("are judged by what is trusted for their own protocol first", () => {
    const keys = new HostKeys({ ...policy, trusted: { rdp: winrm.thumbprint, winrm: other.thumbprint } });
    expect(keys.judge(winrm)).toHaveProperty("verdict", "refuse");
  });
});
