import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { der } from "../spnego/der.ts";
import { channelBinding } from "./channel-binding.ts";

/** As much of a certificate as tells what has signed it, by the object identifier in hexadecimal. */
function certificate(algorithm: string) {
  const identifier = der(0x30, der(0x06, Buffer.from(algorithm, "hex")), der(0x05));
  return der(
    0x30,
    der(0x30, Buffer.from("0201ff", "hex")),
    identifier,
    der(0x03, Buffer.from("00aa", "hex")),
  );
}

describe("what ties a login to a certificate (RFC 5929)", () => {
  it.each([
    ["RSA with MD5", "2a864886f70d010104", "sha256"],
    ["RSA with SHA-1", "2a864886f70d010105", "sha256"],
    ["RSA with SHA-256", "2a864886f70d01010b", "sha256"],
    ["RSA with SHA-384", "2a864886f70d01010c", "sha384"],
    ["RSA with SHA-512", "2a864886f70d01010d", "sha512"],
    ["ECDSA with SHA-256", "2a8648ce3d040302", "sha256"],
    ["ECDSA with SHA-384", "2a8648ce3d040303", "sha384"],
    ["ECDSA with SHA-512", "2a8648ce3d040304", "sha512"],
    ["Ed25519", "2b6570", "sha256"],
  ])("is its hash by that of %s", (_, algorithm, hash) => {
    const raw = certificate(algorithm);
    const digest = createHash(hash).update(raw).digest();
    expect(channelBinding({ raw: Buffer.from(raw) })).toEqual(
      Buffer.concat([Buffer.from("tls-server-end-point:"), digest]),
    );
  });

  it.each(["", "30", "3000", "30023000", "300430003000"])(
    "is one by SHA-256 of what is no certificate: %s",
    (hex) => {
      expect(channelBinding({ raw: Buffer.from(hex, "hex") })).toHaveLength(21 + 32);
    },
  );
});
