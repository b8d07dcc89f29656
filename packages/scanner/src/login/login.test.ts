import ssh2 from "ssh2";
import { describe, expect, it } from "vitest";
import { readLogin } from "./login.ts";

const username = "svc-scan";
const passphrase = "open sesame";
const plain = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
const locked = ssh2.utils.generateKeyPairSync("ecdsa", {
  bits: 256,
  cipher: "aes256-ctr",
  passphrase,
  rounds: 1,
});

describe("readLogin", () => {
  it("takes a password", async () => {
    expect(await readLogin({ username, password: "pw" })).toEqual({
      ok: true,
      value: { username, password: "pw" },
    });
  });

  it("takes a key, and a password beside it", async () => {
    const login = await readLogin({ username, password: "pw", privateKey: plain.private });
    expect(login).toMatchObject({
      ok: true,
      value: { username, password: "pw", key: { type: "ecdsa-sha2-nistp256" } },
    });
  });

  it("opens a protected key", async () => {
    const login = await readLogin({ username, privateKey: locked.private, passphrase });
    const key = login.ok ? login.value.key : undefined;
    expect(key?.getPublicSSH().toString("base64")).toBe(locked.public.split(" ")[1]);
  });

  it.each([
    ["nothing to log in with", {}, "holds neither a password nor a private key"],
    ["a key that is none", { privateKey: "hunter2" }, "is no OpenSSH or PEM private key"],
    [
      "a key that is none, with a passphrase",
      { privateKey: "hunter2", passphrase: "hunter2" },
      "is no OpenSSH",
    ],
    ["a locked key without a passphrase", { privateKey: locked.private }, "holds no passphrase"],
    [
      "a passphrase that is not the key's",
      { privateKey: locked.private, passphrase: "hunter2" },
      "does not open",
    ],
  ])("fails for %s, in words that hold no secret", async (_, secrets, message) => {
    const login = await readLogin({ username, ...secrets });
    expect(login).toMatchObject({
      ok: false,
      failure: { phase: "auth", message: expect.stringContaining(message) },
    });
    expect(JSON.stringify(login)).not.toMatch(/hunter2|BEGIN/);
  });
});
