import { execFile, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import { type SuiteGate, suiteGate } from "./gate.ts";

/** What the key of a certificate is made of, as `openssl req` takes it. */
const KEYS = {
  rsa: ["rsa:2048"],
  ec: ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
} as const;

/** A certificate that its own key has signed, as Windows makes them. */
export interface SelfSigned {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  /** SHA-256, as 64 upper-case hexadecimal digits. */
  readonly thumbprint: string;
}

/** Why no certificate can be made here, or `undefined` where one can. */
export function opensslUnavailable(): string | undefined {
  return spawnSync("openssl", ["version"]).status === 0 ? undefined : "no openssl is installed";
}

/** For suites that need a certificate. @throws Error on CI where none can be made, with the reason. */
export const certificateGate = (): SuiteGate => suiteGate("openssl", opensslUnavailable());

/** Makes a certificate that is good for a day. Its key is in no file. */
export async function makeCertificate(kind: keyof typeof KEYS = "ec"): Promise<SelfSigned> {
  const subject = ["-nodes", "-subj", "/CN=hostscan-fixture", "-days", "1"];
  const request = ["req", "-x509", "-newkey", ...KEYS[kind], ...subject, "-keyout", "-"];
  const { stdout } = await promisify(execFile)("openssl", request);
  const [key = "", cert = ""] = stdout.match(/-----BEGIN ([A-Z ]+)-----.*?-----END \1-----\n/gs) ?? [];
  return { key, cert, thumbprint: new X509Certificate(cert).fingerprint256.replaceAll(":", "") };
}
