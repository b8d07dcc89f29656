import { scanHost } from "@hostscan/scanner";
import { sshdGate } from "@hostscan/scanner/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { startTarget, type Target } from "./target.ts";

async function scan(target: Target) {
  onTestFinished(() => target.stop());
  const { host, port, thumbprint, username, secret } = target;
  const trust = { onMismatch: "error", acceptFirstDiscovery: false, trusted: { ssh: thumbprint } } as const;
  const known = { ipAddress: host, port, platform: "linux", trust } as const;
  return scanHost(known, { username, ...secret }, new AbortController().signal);
}

test("the fixture target says why it is no OpenSSH server, and can be scanned", async () => {
  const target = await startTarget("none is installed");
  expect(target.name).toBe("an SSH server made of ssh2 (no OpenSSH server: none is installed)");
  expect(await scan(target)).toMatchObject({ ok: true });
});

const gate = sshdGate("key");

describe.skipIf(gate.skip)(gate.title("where OpenSSH can run"), () => {
  test("the target is one, and can be scanned", async () => {
    const target = await startTarget();
    expect(target.name).toBe("an OpenSSH server");
    expect(await scan(target)).toMatchObject({ ok: true });
  });
});
