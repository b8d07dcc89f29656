import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failure, failureShowing, scanned } from "../test/scanning.ts";
import { type Secrets, scannedSshd } from "../test/sshd-scanning.ts";
import { parseOsRelease } from "./facts/os-release.ts";
import { type Sshd, sshdGate, startSshd } from "./testing/index.ts";

const gate = sshdGate("password");

describe.skipIf(gate.skip)(gate.title("logging in to a real sshd by password"), () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  const scan = (secrets: Secrets) =>
    scanned({ port: sshd.port, credential: { username: sshd.username, ...secrets } });

  it("reads what this machine is", async () => {
    const release = parseOsRelease(readFileSync("/etc/os-release", "utf8").split("\n"));
    expect(await scan({ password: sshd.password })).toEqual({
      ok: true,
      facts: {
        name: hostname(),
        os: release.get("PRETTY_NAME"),
        // Debian's point release stands in another file.
        version: expect.stringMatching(new RegExp(`^${release.get("VERSION_ID")}(?:\\.\\d+)*$`)),
        ipAddress: "127.0.0.1",
      },
      keys: [{ protocol: "ssh", thumbprint: sshd.thumbprint, algorithm: "ssh-ed25519" }],
      pins: [{ protocol: "ssh", thumbprint: sshd.thumbprint, algorithm: "ssh-ed25519" }],
      warnings: [],
    });
  });

  it("succeeds where the key beside it is not known", async () => {
    expect(await scan({ ...sshd.keys.stranger, password: sshd.password })).toMatchObject({ ok: true });
  });

  it("fails with a wrong one, in words that do not hold it", async () => {
    const outcome = await scan({ password: "hunter2" });
    const message = /^The host refused the login by password; it offers publickey, password\.$/;
    const keys = [expect.objectContaining({ thumbprint: sshd.thumbprint })];
    expect(outcome).toEqual(failureShowing(keys, "auth", message));
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
  });

  it("is not given where it is not asked for", async () => {
    const config = ["PasswordAuthentication no", "LogLevel DEBUG1"];
    const { outcome, log } = await scannedSshd({ config }, ({ password }) => ({ password }));
    expect(outcome).toMatchObject(failure("auth", /holds nothing that the host takes; it offers publickey/));
    expect(log).toContain("method none");
    expect(log).not.toContain("method password");
  });

  it("is given beside a key where both are asked for", async () => {
    const config = ["AuthenticationMethods publickey,password"];
    const { outcome } = await scannedSshd({ config }, ({ keys, password }) => ({ ...keys.plain, password }));
    expect(outcome).toMatchObject({ ok: true });
  });

  it("fails where the host ends the connection for it", async () => {
    const { outcome } = await scannedSshd({ config: ["MaxAuthTries 1"] }, () => ({ password: "hunter2" }));
    expect(outcome).toMatchObject(
      failure(
        "auth",
        /^The host refused the login, and closed the connection: too many authentication failures \(2\)\.$/,
      ),
    );
  });
});
