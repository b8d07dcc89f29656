import fc from "fast-check";
import { expect, it } from "vitest";
import { isSealedType, readSealedBody, SEALED_TYPE, writeSealedBody } from "./sealed-body.ts";

const sealed = { signature: Buffer.from("signature"), data: Buffer.from("\0--Encrypted Boundary\r\n") };
const HEAD = "--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n";

it("is written as MS-WSMV has it", () => {
  const body = writeSealedBody({ signature: Buffer.from("sig"), data: Buffer.from("data") }, 4).toString(
    "latin1",
  );
  expect(body).toBe(
    "--Encrypted Boundary\r\n\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n" +
      "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=4\r\n" +
      "--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n" +
      "\x03\0\0\0sigdata--Encrypted Boundary--\r\n",
  );
});

it("is read as it was written", () => {
  expect(readSealedBody(writeSealedBody(sealed, 3))).toEqual(sealed);
});

it.each([
  ["has no parts", "plain"],
  ["has no end", `${HEAD}\x01\0\0\0sd`],
  ["is too short for a length", `${HEAD}\x01--Encrypted Boundary--`],
  ["lies about its signature", `${HEAD}\xff\0\0\0sd--Encrypted Boundary--`],
  ["has a signature without end", `${HEAD}\x01\x04\0\0${"s".repeat(2_000)}--Encrypted Boundary--`],
])("is not read where it %s", (_, body) => {
  expect(readSealedBody(Buffer.from(body, "latin1"))).toBeUndefined();
});

it("never throws, whatever it is", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      readSealedBody(Buffer.concat([Buffer.from(HEAD), bytes, Buffer.from("--Encrypted Boundary--")]));
    }),
  );
});

it("is known by its type", () => {
  expect([SEALED_TYPE, "Multipart/Encrypted", "application/soap+xml", undefined].map(isSealedType)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
