const BEGIN = /-----BEGIN ([A-Z0-9 ]{0,32}PRIVATE KEY)-----/g;

/** Beginnings of keys that are looked at; text that has more without an end is no key. */
const BEGINNINGS = 8;

/**
 * The key of a file that has more in it: a byte order mark, text before or after it, a certificate, the parameters of a
 * curve, indentation, another system's line ends, or none where a variable has lost them. All of the text where there is
 * no such block.
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
    const from = index + begin.length;
    const found = text.indexOf(end, from);
    if (found === -1) continue;
    const lines = text.slice(from, found).replaceAll(/\\[rn]/g, "\n");
    return `${begin}\n${lines.trim()}\n${end}`;
  }
  return undefined;
}

const TO_OPENSSH = "export it as an OpenSSH key (puttygen KEY -O private-openssh -o NEW)";
const NEW_KEY = "make a new one (ssh-keygen -t ed25519)";
const PUBLIC = "a public key: give the private one, which is in the file without .pub";
const CERTIFICATE = "a certificate, not a key: give the private key that belongs to it";

/** What a text is that holds no key that can be read, by what is in it; for people. */
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/PuTTY-User-Key-File-3:/, `a PuTTY key of version 3: ${TO_OPENSSH}`],
  [/PuTTY-User-Key-File-2: ssh-dss/, `a DSA key of PuTTY, which hosts no longer take: ${NEW_KEY}`],
  [/PuTTY-User-Key-File-2: (?:ssh-ed|ecdsa-)/, `a PuTTY key of version 2, not for RSA: ${TO_OPENSSH}`],
  [/PuTTY-User-Key-File-/, `a PuTTY key of a kind that is not read, or damaged: ${TO_OPENSSH}`],
  [/SSH PRIVATE KEY FILE FORMAT 1\.1/, `a key of SSH 1, which hosts no longer take: ${NEW_KEY}`],
  [/\0/, "text in UTF-16 or UTF-32, or none: save it in UTF-8"],
  [
    /---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----/,
    "a key of SSH.com: convert it to an OpenSSH key (puttygen)",
  ],
  [/-----BEGIN OPENSSH PRIVATE KEY-----/, "an OpenSSH key of a kind that is not read, or damaged"],
  [/-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----/, "a PEM key of a kind that is not read, or damaged"],
  [/---- BEGIN SSH2 PUBLIC KEY ----|-----BEGIN (?:[A-Z]{2,7} )?PUBLIC KEY-----/, PUBLIC],
  [/(?:^|\s)(?:ssh-|ecdsa-|sk-)[a-z0-9-]{1,32}-cert-v0[01]@openssh\.com AAAA/, CERTIFICATE],
  [/(?:^|\s)(?:ssh-|ecdsa-|sk-)[a-z0-9@.-]{1,48} AAAA/, PUBLIC],
  [/^\s*\d{3,5} \d{1,10} \d{50}/, PUBLIC],
  [/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/, CERTIFICATE],
  [/-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----/, "a request for a certificate, not a key"],
  [
    /-----BEGIN (?:PKCS7|PKCS #7 SIGNED DATA|CMS)-----/,
    "a PKCS #7 file, which holds certificates and no key",
  ],
  [/-----BEGIN (?:EC|DH|DSA|X9\.42 DH) PARAMETERS-----/, "parameters without a key"],
  [/-----BEGIN PGP /, "a PGP key"],
  [/-----BEGIN AGE ENCRYPTED FILE-----|^age-encryption/, "a file encrypted by age"],
  [/^\s*\$ANSIBLE_VAULT;/, "a file encrypted by Ansible Vault: open it first"],
  [/^\s*LS0tLS1CRUdJTi/, "a key in Base64 once more: decode it first (base64 -d)"],
  [/^\s*<RSAKeyValue>/, "a key in XML: convert it to PEM"],
  [/^\s*\{/, "JSON"],
];

/** What the text is, for people, after "is"; undefined where that cannot be told. */
export function formatOf(text: string): string | undefined {
  if (isOnToken(text))
    return `the handle of a key on a security token, which nobody is there to touch: ${NEW_KEY}`;
  if (/-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----/.test(text) && !text.includes("-----END ")) {
    return "a key that breaks off: its last line is missing";
  }
  return FORMATS.find(([pattern]) => pattern.test(text))?.[1];
}

/** What is told of keys that were read, and cannot be used. */
export const UNUSABLE = {
  "under an old cipher":
    "protected by a cipher that is no longer read: protect it anew (openssl pkcs8 -topk8 -v2 aes-256-cbc -provider legacy -provider default)",
  DSA: `a DSA key, which hosts no longer take: ${NEW_KEY}`,
  "no key of SSH": `of a type, or on a curve, that is none of SSH: ${NEW_KEY}`,
} as const;

/** An OpenSSH key names its type where it is not protected (openssh/PROTOCOL.u2f). */
function isOnToken(text: string): boolean {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]{1,4096})/.exec(text)?.[1] ?? "";
  return /sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com/.test(
    Buffer.from(body, "base64").toString("latin1"),
  );
}
