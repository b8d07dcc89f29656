import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const openssl = (folder: string, ...args: string[]) => promisify(execFile)("openssl", args, { cwd: folder });

const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** Writes `ca.pem`, and `cert.pem` with `key.pem` for a name and an address; hands out the certificate's thumbprint. */
export async function issueCertificate(folder: string, name: string, address: string): Promise<string> {
  const extensions = `subjectAltName=DNS:${name},IP:${address}\nextendedKeyUsage=serverAuth\n`;
  await writeFile(join(folder, "extensions"), extensions);
  await openssl(
    folder,
    ...[
      "req",
      "-x509",
      ...EC,
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-days",
      "1",
      "-subj",
      "/CN=fixture CA",
    ],
  );
  await openssl(
    folder,
    ...["req", ...EC, "-keyout", "key.pem", "-out", "request.pem", "-subj", `/CN=${name}`],
  );
  await openssl(
    folder,
    ...["x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "1"],
    ...["-extfile", "extensions", "-out", "cert.pem"],
  );
  const certificate = new X509Certificate(await readFile(join(folder, "cert.pem")));
  return certificate.fingerprint256.replaceAll(":", "");
}
