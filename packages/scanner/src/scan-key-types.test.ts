import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import ssh2 from "ssh2";
import { describe, expect, it } from "vitest";
import { failure, scanned } from "../test/scanning.ts";
import { sshdGate, startSshd } from "./testing/index.ts";
import { thumbprintOfLine } from "./testing/sshd/keys.ts";
import type { TrustPolicy } from "./types.ts";

const gate = sshdGate("key");

describe.skipIf(gate.skip)(gate.title("a real sshd with keys of several types"), () => {
  const rsa = ssh2.utils.generateKeyPairSync("rsa", { bits: 2048 });
  const ecdsa = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 384 });
  const pins = { rsa: thumbprintOfLine(rsa.public), ecdsa: thumbprintOfLine(ecdsa.public) };
  const stranger = `SHA256:${"A".repeat(43)}`;

  async function scanTrusting(trust: (own: string) => Partial<TrustPolicy>, config: readonly string[] = []) {
    await using sshd = await startSshd({ hostKeys: [rsa.private, ecdsa.private], config });
    let connections = 0;
    const outcome = await scanned({
      port: sshd.port,
      credential: { username: sshd.username, ...sshd.keys.plain },
      trust: { acceptFirstDiscovery: false, ...trust(sshd.thumbprint) },
      mayConnect: () => {
        connections += 1;
        return true;
      },
    });
    const log = sshd.log.text();
    return { outcome, connections, own: sshd.thumbprint, log };
  }

  it.each(["rsa", "ecdsa"] as const)("is known by its %s key, whatever others it has", async (type) => {
    const { outcome } = await scanTrusting(() => ({ trusted: { ssh: pins[type] } }));
    expect(outcome).toMatchObject({ ok: true, keys: [{ thumbprint: pins[type] }], pins: [], warnings: [] });
  });

  it.each([
    ["rsa", "ssh-rsa"],
    ["ecdsa", "ecdsa-sha2-nistp384"],
  ] as const)("is asked for its %s key first where that is known to be trusted", async (type, sshKeyType) => {
    const { outcome, connections } = await scanTrusting(() => ({ trusted: { ssh: pins[type] }, sshKeyType }));
    expect(outcome).toMatchObject({ ok: true, keys: [{ thumbprint: pins[type] }] });
    expect(connections).toBe(1);
  });

  it("is asked for no other key where none is trusted yet", async () => {
    const { outcome, connections, own } = await scanTrusting(() => ({ acceptFirstDiscovery: true }));
    expect(outcome).toMatchObject({ ok: true, pins: [{ thumbprint: own, algorithm: "ssh-ed25519" }] });
    expect(connections).toBe(1);
  });

  it("is refused where none of them is the trusted one, and told nothing", async () => {
    const { outcome, own, log } = await scanTrusting(() => ({ trusted: { ssh: stranger } }));
    expect(outcome).toMatchObject(failure("hostkey", new RegExp(`showed ${own.replaceAll(/[+/]/g, ".")} `)));
    expect(outcome).toMatchObject({ keys: [{ thumbprint: own }] });
    expect(log).not.toMatch(/userauth|Accepted|Failed/);
  });

  it.each([
    ["warn", 1],
    ["trust", 0],
  ] as const)(
    "passes under %s where none of them is, by the first that it shows",
    async (onMismatch, warnings) => {
      const { outcome, own } = await scanTrusting(() => ({ trusted: { ssh: stranger }, onMismatch }));
      expect(outcome).toMatchObject({ ok: true, keys: [{ thumbprint: own }] });
      expect(outcome.ok && outcome.warnings).toHaveLength(warnings);
    },
  );

  it("is asked for all where the type that is known is none", async () => {
    const { outcome } = await scanTrusting(() => ({ trusted: { ssh: pins.rsa }, sshKeyType: "ssh-dss" }));
    expect(outcome).toMatchObject({ ok: true });
  });

  it("is told to show a plain key where it shows host certificates only", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hostscan-certificate-"));
    const file = join(folder, "key");
    const run = (...args: readonly string[]) => promisify(execFile)("ssh-keygen", ["-q", ...args]);
    await run("-t", "ed25519", "-N", "", "-f", file);
    await run("-s", file, "-h", "-I", "host", `${file}.pub`);
    const config = [
      `HostKey ${file}`,
      `HostCertificate ${file}-cert.pub`,
      "HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com",
    ];
    const { outcome } = await scanTrusting(() => ({ acceptFirstDiscovery: true }), config);
    await rm(folder, { recursive: true });
    expect(outcome).toMatchObject(
      failure("hostkey", /shows host certificates only, .* plain host keys, too\.$/),
    );
  });
});
