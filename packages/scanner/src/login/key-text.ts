const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/;

/**
 * The key of a file that has more in it: a byte order mark, text before or after it, indentation, another system's line
 * ends. All of the text where there is no such block.
 */
export function keyBlock(text: string): string {
  const block = BLOCK.exec(text)?.[0] ?? text.replace(/^\ufeff/, "");
  return `${block
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .join("\n")
    .trim()}\n`;
}

/** What a text is that holds no key that can be read, by what it begins with; for people. */
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [
    /PuTTY-User-Key-File-3:/,
    "a PuTTY key of version 3: export it as an OpenSSH key (puttygen -O private-openssh)",
  ],
  [/PuTTY-User-Key-File-/, "a PuTTY key of a kind that is not read: export it as an OpenSSH key"],
  [
    /---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----/,
    "a key of SSH.com: convert it to an OpenSSH key (puttygen)",
  ],
  [/---- BEGIN SSH2 PUBLIC KEY ----|-----BEGIN (?:RSA )?PUBLIC KEY-----/, "a public key"],
  [/^\s*(?:ssh-|ecdsa-|sk-)\S+-cert-v01@openssh\.com /, "a certificate, not a key"],
  [/^\s*(?:ssh-|ecdsa-sha2-|sk-)\S+ AAAA/, "a public key"],
  [
    /-----BEGIN (?:TRUSTED )?CERTIFICATE-----|-----BEGIN CERTIFICATE REQUEST-----/,
    "a certificate, not a key",
  ],
  [/-----BEGIN PGP /, "a PGP key"],
  [/-----BEGIN AGE ENCRYPTED FILE-----|^age-encryption/, "a file encrypted by age"],
  [/^\s*\{/, "JSON"],
  [/-----BEGIN OPENSSH PRIVATE KEY-----/, "an OpenSSH key of a kind that is not read, or damaged"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a PEM key of a kind that is not read, or damaged"],
];

/** What the text is, for people, after "is"; undefined where that cannot be told. */
export function formatOf(text: string): string | undefined {
  return FORMATS.find(([pattern]) => pattern.test(text))?.[1];
}
