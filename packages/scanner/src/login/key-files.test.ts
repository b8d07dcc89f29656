import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { programGate } from "../testing/dropbear.ts";
import { readLogin } from "./login.ts";

const run = promisify(execFile);
const username = "svc-scan";
const PASSPHRASE = "open s\u00e9same";

let folder: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-keys-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Makes a key pair by ssh-keygen, protected where a cipher is named. The passphrase guards a test's key only. */
async function makeKey(type: string, ...options: readonly string[]) {
  made += 1;
  const file = join(folder, `key-${made}`);
  const size = type === "rsa" ? ["-b", "2048"] : [];
  await run("ssh-keygen", ["-q", "-t", type, ...size, "-C", "a comment", "-f", file, ...options]);
  const [privateKey, publicKey] = await Promise.all([
    readFile(file, "utf8"),
    readFile(`${file}.pub`, "utf8"),
  ]);
  return { file, privateKey, publicKey };
}

async function publicPartOf(credential: { privateKey: string; passphrase?: string }) {
  const login = await readLogin({ username, ...credential });
  return login.ok ? login.value.key?.getPublicSSH().toString("base64") : login.failure.message;
}

const opensshGate = programGate("ssh-keygen", "-?");
describe.skipIf(opensshGate.skip)(opensshGate.title("key files that ssh-keygen writes"), () => {
  const ciphers = ["aes128-cbc", "aes256-cbc", "aes192-ctr", "aes256-ctr", "aes128-gcm@openssh.com"];
  const all = [...ciphers, "aes256-gcm@openssh.com", "3des-cbc", "chacha20-poly1305@openssh.com"];
  it.each([
    ...["ed25519", "rsa", "ecdsa"].map((type) => [type, "aes256-ctr"] as const),
    ...all.map((cipher) => ["ed25519", cipher] as const),
    ["rsa", "chacha20-poly1305@openssh.com"] as const,
    ["ecdsa", "chacha20-poly1305@openssh.com"] as const,
  ])("are read: %s under %s", async (type, cipher) => {
    const { privateKey, publicKey } = await makeKey(type, "-Z", cipher, "-a", "1", "-N", PASSPHRASE);
    const blob = publicKey.split(" ")[1];
    expect(await publicPartOf({ privateKey, passphrase: PASSPHRASE })).toBe(blob);
    expect(await publicPartOf({ privateKey, passphrase: "another" })).toMatch(/does not open/);
    expect(await publicPartOf({ privateKey })).toMatch(/holds no passphrase/);
  });

  it.each([["PEM"], ["PKCS8"]])("are read: as %s", async (format) => {
    const { privateKey, publicKey } = await makeKey("rsa", "-m", format, "-N", "");
    expect(await publicPartOf({ privateKey })).toBe(publicKey.split(" ")[1]);
  });

  it.each<[string, (text: string) => string]>([
    ["text after the key", (text) => `${text}\nssh-ed25519 AAAA and a note\n`],
    ["blank lines after the key", (text) => `${text}\n\n  \n`],
    ["text before the key", (text) => `# deployed by hand\n${text}`],
    ["a byte order mark", (text) => `\ufeff${text}`],
    ["line ends of Windows", (text) => text.replaceAll("\n", "\r\n")],
    ["line ends of old Macs", (text) => text.replaceAll("\n", "\r")],
    ["an indentation", (text) => text.replaceAll(/^/gm, "    ")],
    ["no line end at the end", (text) => text.trimEnd()],
  ])("are read with %s", async (_, changed) => {
    const { privateKey, publicKey } = await makeKey("ed25519", "-N", "");
    expect(await publicPartOf({ privateKey: changed(privateKey) })).toBe(publicKey.split(" ")[1]);
  });

  it("are named where they are no private key", async () => {
    const { file, publicKey } = await makeKey("ed25519", "-N", "");
    expect(await publicPartOf({ privateKey: publicKey })).toMatch(/it is a public key: give the private one/);
    await run("ssh-keygen", ["-q", "-s", file, "-I", "id", "-n", "root", `${file}.pub`]);
    const certificate = await readFile(`${file}-cert.pub`, "utf8");
    expect(await publicPartOf({ privateKey: certificate })).toMatch(/it is a certificate, not a key: give/);
    const { stdout: ssh2 } = await run("ssh-keygen", ["-e", "-f", `${file}.pub`]);
    expect(await publicPartOf({ privateKey: ssh2 })).toMatch(/it is a public key: give/);
  });
});

const puttyGate = programGate("puttygen", "--version");
describe.skipIf(puttyGate.skip)(puttyGate.title("key files that puttygen writes"), () => {
  const convert = async (...options: readonly string[]) => {
    const { file } = await makeKey("rsa", "-N", "", "-m", "PEM");
    await run("puttygen", [file, "-o", `${file}.out`, ...options]);
    return readFile(`${file}.out`, "utf8");
  };

  it("are read: version 2", async () => {
    const privateKey = await convert("-O", "private", "--ppk-param", "version=2");
    expect(await publicPartOf({ privateKey })).toMatch(/^AAAA/);
  });

  it.each(["ed25519", "ecdsa"])("are named: version 2 for %s", async (type) => {
    const { file } = await makeKey(type, "-N", "");
    await run("puttygen", [file, "-o", `${file}.ppk`, "-O", "private", "--ppk-param", "version=2"]);
    expect(await publicPartOf({ privateKey: await readFile(`${file}.ppk`, "utf8") })).toMatch(
      /it is a PuTTY key of version 2, not for RSA: export it as an OpenSSH key \(puttygen/,
    );
  });

  it("are named: version 3", async () => {
    expect(await publicPartOf({ privateKey: await convert("-O", "private") })).toMatch(
      /it is a PuTTY key of version 3: export it as an OpenSSH key/,
    );
  });

  it("are named: SSH.com's", async () => {
    expect(await publicPartOf({ privateKey: await convert("-O", "private-sshcom") })).toMatch(
      /it is a key of SSH\.com: convert it/,
    );
  });

  it("are read: OpenSSH's", async () => {
    expect(await publicPartOf({ privateKey: await convert("-O", "private-openssh-new") })).toMatch(/^AAAA/);
  });
});

const opensslGate = programGate("openssl", "version");
describe.skipIf(opensslGate.skip)(opensslGate.title("key files that openssl writes"), () => {
  const LEGACY = ["-provider", "legacy", "-provider", "default"];
  const openssl = async (command: string, ...options: readonly string[]) => {
    made += 1;
    const file = join(folder, `key-${made}`);
    await run("openssl", [command, "-out", file, ...options]);
    return { file, privateKey: await readFile(file, "utf8") };
  };

  it.each([
    ["pkcs8", "-topk8", "-v1", "PBE-MD5-DES"],
    ["pkcs8", "-topk8", "-v1", "PBE-SHA1-RC2-40"],
    ["pkcs8", "-topk8", "-v2", "des"],
    ["rsa", "-traditional", "-des"],
    ["rsa", "-traditional", "-bf-cbc"],
  ])("are named where their cipher is too old: %s %s %s", async (command, ...options) => {
    const { file } = await openssl("genrsa", "2048");
    const { privateKey } = await openssl(
      command,
      ...options,
      "-in",
      file,
      "-passout",
      "pass:secret",
      ...LEGACY,
    );
    expect(await publicPartOf({ privateKey, passphrase: "secret" })).toMatch(
      /cannot be used: it is protected by a cipher that is no longer read: protect it anew/,
    );
    expect(await publicPartOf({ privateKey })).toMatch(/no passphrase|no longer read/);
  });

  it("are named: DSA", async () => {
    const { file, privateKey } = await openssl("dsaparam", "-genkey", "1024");
    const dsa = /cannot be used: it is a DSA key, which hosts no longer take/;
    expect(await publicPartOf({ privateKey })).toMatch(dsa);
    const { privateKey: locked } = await openssl("dsa", "-in", file, "-aes128", "-passout", "pass:secret");
    expect(await publicPartOf({ privateKey: locked, passphrase: "secret" })).toMatch(dsa);
  });

  it("are named: certificates and what belongs to them", async () => {
    const { file, privateKey } = await openssl("genrsa", "2048");
    const request = await openssl("req", "-new", "-key", file, "-subj", "/CN=web-1");
    expect(await publicPartOf(request)).toMatch(/it is a request for a certificate/);
    const certificate = await openssl("req", "-new", "-x509", "-key", file, "-subj", "/CN=web-1");
    expect(await publicPartOf(certificate)).toMatch(/it is a certificate, not a key/);
    const pkcs7 = await openssl("crl2pkcs7", "-nocrl", "-certfile", certificate.file);
    expect(await publicPartOf(pkcs7)).toMatch(/it is a PKCS #7 file/);
    const publicKey = await openssl("rsa", "-in", file, "-pubout");
    expect(await publicPartOf(publicKey)).toMatch(/it is a public key: give the private one/);
    const both = `${certificate.privateKey}${privateKey}`;
    expect(await publicPartOf({ privateKey: both })).toMatch(/^AAAA/);
  });
});

const block = (label: string, content: string) =>
  `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
/** As OpenSSH writes the handle of a key on a token, as far as its type. */
const onToken = Buffer.from(
  "openssh-key-v1\0\0\0\0\u0004none\0\0\0\u0004none\0\0\0\0\0\0\0\u0001\0\0\0J\0\0\0\u001ask-ssh-ed25519@openssh.com",
);

it.each([
  [block("CERTIFICATE", "AAAA"), "a certificate, not a key"],
  [block("TRUSTED CERTIFICATE", "AAAA"), "a certificate, not a key"],
  [block("PGP PRIVATE KEY BLOCK", "\nlQ=="), "a PGP key"],
  [block("PKCS7", "AAAA"), "a PKCS #7 file"],
  [block("EC PARAMETERS", "AAAA"), "parameters without a key"],
  [block("RSA PUBLIC KEY", "AAAA"), "a public key"],
  ['{"kty":"OKP"}', "JSON"],
  [block("OPENSSH PRIVATE KEY", "AAAA"), "an OpenSSH key of a kind"],
  [block("PRIVATE KEY", "AAAA"), "a PEM key of a kind"],
  [block("OPENSSH PRIVATE KEY", onToken.toString("base64")), "the handle of a key on a security token"],
  [block("OPENSSH PRIVATE KEY", "AAAA").slice(0, 42), "a key that breaks off"],
  ["PuTTY-User-Key-File-1: ssh-rsa\n", "a PuTTY key of a kind"],
  ["PuTTY-User-Key-File-2: ssh-dss\n", "a DSA key of PuTTY"],
  ["SSH PRIVATE KEY FILE FORMAT 1.1\n\0\0", "a key of SSH 1"],
  [Buffer.from(block("PRIVATE KEY", "AAAA"), "utf16le").toString(), "text in UTF-16"],
  ['from="10.0.0.0/8",no-pty ssh-ed25519 AAAAC3Nz a comment', "a public key"],
  ["web-1 ecdsa-sha2-nistp256 AAAAE2Vj", "a public key"],
  ["sk-ssh-ed25519@openssh.com AAAAGnNr", "a public key"],
  ["ssh-dss AAAAB3Nz", "a public key"],
  [`1024 35 ${"1".repeat(300)} root@web-1`, "a public key"],
  ["cert-authority ssh-rsa-cert-v01@openssh.com AAAAHHNz", "a certificate, not a key"],
  ["$ANSIBLE_VAULT;1.1;AES256\n6162", "a file encrypted by Ansible Vault"],
  [Buffer.from(block("PRIVATE KEY", "AAAA")).toString("base64"), "a key in Base64 once more"],
  ["<RSAKeyValue><Modulus>AA==</Modulus></RSAKeyValue>", "a key in XML"],
])("what is no key is named: %s", async (privateKey, named) => {
  expect(await publicPartOf({ privateKey })).toContain(`it is ${named}`);
});
