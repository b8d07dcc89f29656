import { chmod, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "@hostscan/database/postgres";
import { generate } from "selfsigned";
import { describeCertificate, identityFault, type TlsIdentities, type TlsIdentity } from "./tls-identity.ts";

const DAY_MS = 86_400_000;
const LIFETIME_MS = 365 * DAY_MS;
/** A certificate that ends sooner is replaced at the next start. */
const LEAST_LEFT_MS = 30 * DAY_MS;
const OWNER_ONLY = 0o600;

/** For `curl --cacert` and the like. */
export const selfSignedFile = (dataDir: string): string => join(dataDir, "tls-self-signed.pem");

/**
 * A certificate for this machine alone (`localhost`, `127.0.0.1`, `::1`), for development. It stays in the data folder,
 * so that it need be trusted only once. Browsers are not told to insist on TLS: that would hold for all of localhost.
 */
export async function keepSelfSigned(dataDir: string): Promise<TlsIdentities> {
  await makeFolder(dataDir);
  const first = (await kept(dataDir)) ?? (await make(dataDir));
  return { first, strictSeconds: undefined, follow: () => () => {} };
}

const keyFile = (dataDir: string): string => join(dataDir, "tls-self-signed.key");

async function kept(dataDir: string): Promise<TlsIdentity | undefined> {
  try {
    const cert = await readFile(selfSignedFile(dataDir), "utf8");
    const key = await readFile(keyFile(dataDir), "utf8");
    if (identityFault({ cert, key }) !== undefined) return undefined;
    if (describeCertificate({ cert }).validTo.getTime() - Date.now() < LEAST_LEFT_MS) return undefined;
    await chmod(keyFile(dataDir), OWNER_ONLY);
    return { cert, key };
  } catch {
    return undefined;
  }
}

async function make(dataDir: string): Promise<TlsIdentity> {
  const made = await generate([{ name: "commonName", value: "Hostscan on localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + LIFETIME_MS),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  await keep(keyFile(dataDir), made.private);
  await keep(selfSignedFile(dataDir), made.cert);
  return { cert: made.cert, key: made.private };
}

async function keep(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text, { mode: OWNER_ONLY });
  await rename(draft, path);
}
