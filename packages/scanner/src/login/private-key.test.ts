import { generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import ssh2 from "ssh2";
import { describe, expect, it } from "vitest";
import { readPrivateKey } from "./private-key.ts";

const PASSPHRASE = "open sesame";
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed25519 = generateKeyPairSync("ed25519");
const { privateKey: dsa } = generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 });
const openSsh = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });

const pkcs8 = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();
const locked = (key: KeyObject) =>
  key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: PASSPHRASE }).toString();
const lockedBy = (cipher: string) =>
  rsa.privateKey.export({ type: "pkcs1", format: "pem", cipher, passphrase: PASSPHRASE }).toString();
const lockedPkcs1 = lockedBy("aes-128-cbc");

const sec1 = ec.privateKey.export({ type: "sec1", format: "pem" }).toString();
const block = (label: string, content: string) =>
  `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
/** As `openssl ecparam -genkey` writes them, for P-256. */
const parameters = block("EC PARAMETERS", "BggqhkjOPQMBBw==");

/** Whether the key that was read signs for the public key, in Node's eyes. */
function signsFor(publicKey: KeyObject, text: string, passphrase?: string): boolean {
  const key = readPrivateKey(text, passphrase);
  if (typeof key === "string") throw new Error(key);
  const content = Buffer.from("content");
  const hash = publicKey.asymmetricKeyType === "ed25519" ? undefined : "sha256";
  return verify(hash, content, publicKey, key.sign(content, hash));
}

describe("readPrivateKey", () => {
  it.each<[string, KeyObject, text: string, passphrase?: string]>([
    ["PKCS #1", rsa.publicKey, rsa.privateKey.export({ type: "pkcs1", format: "pem" }).toString()],
    ["SEC 1", ec.publicKey, ec.privateKey.export({ type: "sec1", format: "pem" }).toString()],
    ["PKCS #8, RSA", rsa.publicKey, pkcs8(rsa.privateKey)],
    ["PKCS #8, elliptic curve", ec.publicKey, pkcs8(ec.privateKey)],
    ["PKCS #1, protected", rsa.publicKey, lockedPkcs1, PASSPHRASE],
    ["PKCS #8, RSA, protected", rsa.publicKey, locked(rsa.privateKey), PASSPHRASE],
    ["PKCS #8, elliptic curve, protected", ec.publicKey, locked(ec.privateKey), PASSPHRASE],
    ["PKCS #8, Ed25519", ed25519.publicKey, pkcs8(ed25519.privateKey)],
    ["PKCS #8, Ed25519, protected", ed25519.publicKey, locked(ed25519.privateKey), PASSPHRASE],
    ["an unprotected key with a passphrase too many", rsa.publicKey, pkcs8(rsa.privateKey), PASSPHRASE],
    ["a key behind the parameters of its curve", ec.publicKey, `${parameters}${sec1}`],
    ["a key behind a certificate", ec.publicKey, `${block("CERTIFICATE", "MIIB")}${sec1}`],
    ["a key behind its public key", ec.publicKey, `${block("PUBLIC KEY", "MFkw")}${sec1}`],
    ["a key whose line ends a variable has lost", ec.publicKey, sec1.trim().replaceAll("\n", " ")],
    [
      "a key in PKCS #8 whose line ends a variable has lost",
      rsa.publicKey,
      pkcs8(rsa.privateKey).trim().replaceAll("\n", " "),
    ],
    ["a key with line ends as JSON writes them", ec.publicKey, sec1.replaceAll("\n", "\\n")],
    [
      "a protected key with such line ends",
      rsa.publicKey,
      lockedPkcs1.replaceAll("\n", "\\r\\n"),
      PASSPHRASE,
    ],
    ["PKCS #1, protected by another cipher", rsa.publicKey, lockedBy("camellia-256-cbc"), PASSPHRASE],
    ["a key behind another that breaks off", ec.publicKey, `-----BEGIN RSA PRIVATE KEY-----\nMIIE\n${sec1}`],
  ])("reads %s", (_, publicKey, text, passphrase) => {
    expect(signsFor(publicKey, text, passphrase)).toBe(true);
  });

  it.each<[string, text: string, passphrase?: string]>([
    [
      "OpenSSH",
      ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256, cipher: "aes256-ctr", passphrase: "x", rounds: 1 })
        .private,
    ],
    ["PKCS #1", lockedPkcs1],
    ["PKCS #8", locked(ed25519.privateKey)],
    ["PKCS #1 with another passphrase", lockedPkcs1, "wrong"],
    ["PKCS #1 under another cipher", lockedBy("camellia-256-cbc")],
    ["PKCS #1 under another cipher with another passphrase", lockedBy("camellia-256-cbc"), "wrong"],
    ["PKCS #8 with another passphrase", locked(ed25519.privateKey), "wrong"],
  ])("tells that a key is locked: %s", (_, text, passphrase) => {
    expect(readPrivateKey(text, passphrase)).toBe("locked");
  });

  it.each([
    ["ed448", pkcs8(generateKeyPairSync("ed448").privateKey), "no key of SSH"],
    ["x25519", pkcs8(generateKeyPairSync("x25519").privateKey), "no key of SSH"],
    ["RSA-PSS", pkcs8(generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).privateKey), "no key of SSH"],
    [
      "another curve",
      pkcs8(generateKeyPairSync("ec", { namedCurve: "secp256k1" }).privateKey),
      "no key of SSH",
    ],
    ["DSA", pkcs8(dsa), "DSA"],
  ])("names what is a key, and none for SSH: %s", (_, text, problem) => {
    expect(readPrivateKey(text)).toBe(problem);
  });

  it.each([
    ["nothing", ""],
    ["prose", "the spare key is under the mat"],
    ["a public key", openSsh.public],
    ["a key cut in half", openSsh.private.slice(0, 200)],
    ["a PEM of nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"],
  ])("reads not %s", (_, text) => {
    expect(readPrivateKey(text)).toBe("unreadable");
  });
});
