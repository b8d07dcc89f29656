import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scanned } from "../test/scanning.ts";
import { type Sshd, sshdGate, startSshd } from "./testing/index.ts";
import type { TrustPolicy } from "./types.ts";

const gate = sshdGate("key");
describe.skipIf(gate.skip)(gate.title("the host key of a real sshd"), () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  const scan = (trust: Partial<TrustPolicy>) =>
    scanned({ port: sshd.port, trust, credential: { username: sshd.username, ...sshd.keys.plain } });

  describe("where none is trusted yet", () => {
    it("is pinned where the first discovery is accepted", async () => {
      const outcome = await scan({ onMismatch: "error", acceptFirstDiscovery: true });
      expect(outcome).toMatchObject({ ok: true, pins: [{ thumbprint: sshd.thumbprint }] });
    });

    it.each(["error", "warn"] as const)("is refused under %s, with its thumbprint", async (onMismatch) => {
      const outcome = await scan({ onMismatch, acceptFirstDiscovery: false });
      expect(outcome).toEqual({
        ok: false,
        failure: {
          phase: "hostkey",
          message: `No key of this host is trusted yet; it showed ${sshd.thumbprint} (ssh-ed25519).`,
        },
        keys: [{ protocol: "ssh", thumbprint: sshd.thumbprint, algorithm: "ssh-ed25519" }],
      });
    });

    it("is let pass under trust, and not pinned", async () => {
      const outcome = await scan({ onMismatch: "trust", acceptFirstDiscovery: false });
      expect(outcome).toMatchObject({ ok: true, pins: [], warnings: [] });
    });
  });

  it("is accepted where it is the trusted one", async () => {
    const trusted = { ssh: `${sshd.thumbprint}=` };
    const outcome = await scan({ onMismatch: "error", acceptFirstDiscovery: false, trusted });
    expect(outcome).toMatchObject({ ok: true, pins: [], warnings: [] });
  });

  describe("where it has changed", () => {
    let before: string;
    beforeAll(async () => {
      before = sshd.thumbprint;
      await sshd.rotateHostKey();
    });
    const scanChanged = (onMismatch: TrustPolicy["onMismatch"]) =>
      scan({ onMismatch, acceptFirstDiscovery: true, trusted: { ssh: before } });

    it("is refused under error, with both thumbprints", async () => {
      const message = `The host showed ${sshd.thumbprint} (ssh-ed25519), but ${before} is trusted.`;
      const outcome = await scanChanged("error");
      expect(outcome).toMatchObject({ ok: false, failure: { phase: "hostkey", message } });
      expect(outcome).toMatchObject({ keys: [{ thumbprint: sshd.thumbprint }] });
    });

    it("is let pass with a warning under warn", async () => {
      const outcome = await scanChanged("warn");
      expect(outcome).toMatchObject({ ok: true, pins: [], keys: [{ thumbprint: sshd.thumbprint }] });
      expect(outcome).toHaveProperty("warnings", [expect.stringContaining(before)]);
    });

    it("is let pass without a word under trust", async () => {
      expect(await scanChanged("trust")).toMatchObject({ ok: true, pins: [], warnings: [] });
    });
  });
});

describe.skipIf(gate.skip)(gate.title("a real sshd whose key is refused"), () => {
  it("is sent nothing of the login, not even its name", async () => {
    await using sshd = await startSshd({ config: ["LogLevel DEBUG3"] });
    const login = { port: sshd.port, credential: { username: sshd.username, ...sshd.keys.plain } };

    await scanned({ ...login, trust: { acceptFirstDiscovery: false } });
    await sshd.log.until(/(?:closed|reset|[Dd]isconnect).* \[preauth\]/);
    expect(sshd.log.text()).toContain("SSH2_MSG_KEXINIT received");
    expect(sshd.log.text()).not.toMatch(/NEWKEYS received|userauth-request/);

    // The same eyes do see a login.
    await scanned(login);
    await sshd.log.until(/NEWKEYS received/);
    await sshd.log.until(/userauth-request for user \S+ service ssh-connection method publickey/);
  });
});
