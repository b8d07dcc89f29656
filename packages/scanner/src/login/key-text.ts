const BEGIN = /-----BEGIN ([A-Z0-9 ]{0,32}PRIVATE KEY)-----/g;

/** Beginnings of keys that are looked at; text that has more without an end is no key. */
const BEGINNINGS = 8;

/**
 * The key of a file that has more in it: a byte order mark, text before or after it, a certificate, the parameters of a
 * curve, indentation, another system's line ends. All of the text where there is no such block.
 */
export function keyBlock(text: string): string {
  const block = privateKeyIn(text) ?? text.replace(/^\ufeff/, "");
  return `${block
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .join("\n")
    .trim()}\n`;
}

function privateKeyIn(text: string): string | undefined {
  for (const { 0: begin, 1: label, index } of [...text.matchAll(BEGIN)].slice(0, BEGINNINGS)) {
    const end = `-----END ${label}-----`;
    const found = text.indexOf(end, index + begin.length);
    if (found !== -1) return text.slice(index, found + end.length);
  }
  return undefined;
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
