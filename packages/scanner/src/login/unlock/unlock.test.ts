import ssh2 from "ssh2";
import { describe, expect, it } from "vitest";
import { openProtectedKey } from "./protected-key.ts";
import { unlock } from "./unlock.ts";

const passphrase = "open sesame";
const { private: privateKey } = ssh2.utils.generateKeyPairSync("ecdsa", {
  bits: 256,
  cipher: "aes256-ctr",
  passphrase,
  rounds: 1,
});

describe("openProtectedKey", () => {
  it("hands out the key, unprotected", () => {
    expect(openProtectedKey({ privateKey, passphrase })).toEqual({
      pem: expect.stringContaining("PRIVATE KEY"),
    });
  });

  it("tells that the passphrase is another key's", () => {
    expect(openProtectedKey({ privateKey, passphrase: "wrong" })).toEqual({ problem: "locked" });
  });
});

describe("unlock", () => {
  it("opens a key in a thread", async () => {
    expect(await unlock({ privateKey, passphrase })).toEqual(openProtectedKey({ privateKey, passphrase }));
  });

  it("opens a key once for all who ask for it, and anew with another passphrase", async () => {
    const first = unlock({ privateKey, passphrase });
    expect(unlock({ privateKey, passphrase })).toBe(first);
    expect(await unlock({ privateKey, passphrase: "wrong" })).toEqual({ problem: "locked" });
  });
});
