import ssh2 from "ssh2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failure, failureShowing, scanned } from "../test/scanning.ts";
import { type Secrets, scannedSshd } from "../test/sshd-scanning.ts";
import { type Sshd, sshdGate, startSshd } from "./testing/index.ts";

const gate = sshdGate("key");

describe.skipIf(gate.skip)(gate.title("logging in to a real sshd by key"), () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  const scan = (secrets: Secrets) =>
    scanned({ port: sshd.port, credential: { username: sshd.username, ...secrets } });

  it("succeeds, and takes its leave", async () => {
    expect(await scan(sshd.keys.plain)).toMatchObject({ ok: true });
    await sshd.log.until(/^Disconnected from user/m);
  });

  it("succeeds where the key has a passphrase", async () => {
    expect(await scan(sshd.keys.locked)).toMatchObject({ ok: true });
  });

  it("fails where the account does not know the key", async () => {
    expect(await scan(sshd.keys.stranger)).toMatchObject(failure("auth", /refused the login by publickey/));
  });

  it("fails where the passphrase is not the key's, without troubling the host", async () => {
    const outcome = await scan({ ...sshd.keys.locked, passphrase: "hunter2" });
    expect(outcome).toEqual(failureShowing([], "auth", /does not open its private key/));
  });

  it("goes on where the host exchanges keys anew, again and again", async () => {
    const config = ["RekeyLimit 16", "LogLevel DEBUG1"];
    const { outcome, log } = await scannedSshd({ config }, ({ keys }) => keys.plain);
    expect(outcome).toMatchObject({ ok: true });
    expect(log.match(/SSH2_MSG_KEXINIT received/g)?.length).toBeGreaterThan(1);
  });

  it("fails at the key exchange where host and scan have no algorithm in common", async () => {
    const config = ["KexAlgorithms diffie-hellman-group14-sha1"];
    const { outcome } = await scannedSshd({ config }, ({ keys }) => keys.plain);
    expect(outcome).toEqual(failureShowing([], "kex", /no matching key exchange algorithm/));
  });

  it("fails at the reading where the account may not run commands", async () => {
    const { outcome } = await scannedSshd({ config: ["ForceCommand /bin/false"] }, ({ keys }) => keys.plain);
    expect(outcome).toMatchObject(failure("collect", /does not tell what system it runs/));
  });

  it.each(["rsa-sha2-512", "rsa-sha2-256", "rsa-sha2-512,rsa-sha2-256"])(
    "succeeds with an RSA key where the host accepts %s alone",
    async (accepted) => {
      const rsa = ssh2.utils.generateKeyPairSync("rsa", { bits: 2048 });
      const { outcome, log } = await scannedSshd(
        { config: [`PubkeyAcceptedAlgorithms ${accepted}`], authorizedKeys: [rsa.public] },
        () => ({ privateKey: rsa.private }),
      );
      expect(outcome).toMatchObject({ ok: true });
      expect(log.match(/^Accepted publickey/gm)).toHaveLength(1);
    },
  );
});
