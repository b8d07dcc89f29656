import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { der, readAll, readInside } from "./der.ts";
import { KERBEROS, NTLM, offer, proceed, readResponse } from "./tokens.ts";

const octets = (text: string) => der(0x04, Buffer.from(text));
const response = (...fields: readonly Buffer[]) => der(0xa1, der(0x30, ...fields));

describe("DER", () => {
  it.each([0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000])(
    "is read as it was written, %i bytes",
    (length) => {
      const body = Buffer.alloc(length, 7);
      expect(readAll(Buffer.concat([der(0x04, body), der(0x05)]))).toEqual([
        { tag: 0x04, body },
        { tag: 0x05, body: Buffer.alloc(0) },
      ]);
    },
  );

  it.each([
    ["has no length", "04"],
    ["ends early", "0403aabb"],
    ["leaves its length open", "0480aa0000"],
    ["has a length of four bytes", "048400000001aa"],
    ["ends in its length", "0482ff"],
  ])("is not read where it %s", (_, text) => {
    expect(readAll(Buffer.from(text, "hex"))).toBeUndefined();
  });

  it("is read in what has the right tag alone", () => {
    const value = der(0x30, octets("x"));
    expect(readInside(value, 0x30)).toHaveLength(1);
    expect(readInside(value, 0x31)).toBeUndefined();
    expect(readInside(Buffer.alloc(0), 0x30)).toBeUndefined();
  });
});

describe("SPNEGO", () => {
  it("offers NTLM as RFC 4178 has it", () => {
    expect(offer(NTLM, Buffer.from("first")).toString("hex")).toBe(
      // InitialContextToken, SPNEGO, NegTokenInit: mechTypes, mechToken
      "602506062b0601050502a01b3019a00e300c060a2b06010401823702020aa20704056669727374",
    );
  });

  it("reads what a host answers", () => {
    const chosen = der(0xa1, NTLM.names[0]);
    const token = der(0xa2, octets("challenge"));
    expect(readResponse(response(der(0xa0, der(0x0a, Buffer.from([1]))), chosen, token), NTLM)).toEqual({
      rejected: false,
      token: Buffer.from("challenge"),
      signature: undefined,
    });
    expect(readResponse(proceed(Buffer.from("a"), Buffer.from("b")), NTLM)).toEqual({
      rejected: false,
      token: Buffer.from("a"),
      signature: Buffer.from("b"),
    });
    expect(readResponse(response(der(0xa0, der(0x0a, Buffer.from([2])))), NTLM)).toMatchObject({
      rejected: true,
    });
  });

  it("takes Kerberos by the name that Windows has for it, too", () => {
    const [, windows = Buffer.alloc(0)] = KERBEROS.names;
    expect(readResponse(response(der(0xa1, windows)), KERBEROS)).toMatchObject({ rejected: false });
    expect(readResponse(response(der(0xa1, windows)), NTLM)).toBeUndefined();
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["another token", offer(NTLM, Buffer.from("x"))],
    ["no sequence", der(0xa1, octets("x"))],
    ["a sequence that is none", der(0xa1, der(0x30, Buffer.from("a2", "hex")))],
    ["a mechanism that was not offered", response(der(0xa1, der(0x06, Buffer.from("2b0601", "hex"))))],
  ])("reads no answer in %s", (_, data) => {
    expect(readResponse(data, NTLM)).toBeUndefined();
  });

  it("takes a field of another kind for none", () => {
    expect(readResponse(response(der(0xa2, der(0x05)), der(0xa3)), KERBEROS)).toMatchObject({
      token: undefined,
    });
  });

  it("never throws, whatever the answer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), (bytes, framed) => {
        readResponse(framed ? response(Buffer.from(bytes)) : Buffer.from(bytes), NTLM);
      }),
      { numRuns: 500 },
    );
  });
});
