import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { certificateGate, makeCertificate } from "../testing/certificate.ts";
import { parseThumbprint } from "../trust/thumbprint.ts";
import { observeCertificate } from "./accept-certificate.ts";

const gate = certificateGate();

describe.skipIf(gate.skip)(gate.title("observeCertificate"), () => {
  it.each([
    ["rsa", "rsa-2048"],
    ["ec", "ec-prime256v1"],
  ] as const)("reads a certificate of %s", async (kind, algorithm) => {
    const { cert, thumbprint } = await makeCertificate(kind);
    const key = observeCertificate("rdp", new X509Certificate(cert));
    expect(key).toEqual({ protocol: "rdp", thumbprint, algorithm });
    expect(parseThumbprint(key.thumbprint)).toBe(key.thumbprint);
  });
});
