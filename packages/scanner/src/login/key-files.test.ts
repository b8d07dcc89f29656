import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { programGate } from "../testing/program.ts";
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
    expect(await publicPartOf({ privateKey: publicKey })).toMatch(/it is a public key\.$/);
    await run("ssh-keygen", ["-q", "-s", file, "-I", "id", "-n", "root", `${file}.pub`]);
    const certificate = await readFile(`${file}-cert.pub`, "utf8");
    expect(await publicPartOf({ privateKey: certificate })).toMatch(/it is a certificate, not a key\.$/);
    const { stdout: ssh2 } = await run("ssh-keygen", ["-e", "-f", `${file}.pub`]);
    expect(await publicPartOf({ privateKey: ssh2 })).toMatch(/it is a public key\.$/);
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

it.each([
  ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "a certificate, not a key"],
  ["-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ==\n-----END PGP PRIVATE KEY BLOCK-----", "a PGP key"],
  ['{"kty":"OKP"}', "JSON"],
  [
    "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
    "an OpenSSH key of a kind",
  ],
])("what is no key is named: %s", async (privateKey, named) => {
  expect(await publicPartOf({ privateKey })).toContain(`it is ${named}`);
});
