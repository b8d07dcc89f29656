import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../../test/scanning.ts";
import { readAccount } from "./account.ts";
import { readKeytab } from "./keytab.ts";
import { checkCredential } from "./usable.ts";

const counted = (text: string) => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
};

/** An entry of a keytab, as MIT's `ktutil` writes it. */
function entry(realm: string, ...names: readonly string[]): Buffer {
  const body = Buffer.concat([
    Buffer.from([0, names.length]),
    ...[realm, ...names].map(counted),
    Buffer.alloc(13),
    counted("k".repeat(32)),
  ]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

const HOLE = Buffer.from("fffffffe0000", "hex");
const keytab = (...entries: readonly Buffer[]) => Buffer.concat([Buffer.from([5, 2]), ...entries]);
const KEYTAB = keytab(entry("EXAMPLE.COM", "scan"), HOLE, entry("EXAMPLE.COM", "HTTP", "web.example.com"));

describe("readAccount", () => {
  it.each([
    ["scan", { user: "scan", domain: "" }],
    ["CORP\\scan", { user: "scan", domain: "CORP" }],
    ["corp.example\\scan", { user: "scan", domain: "corp.example", principal: "scan@CORP.EXAMPLE" }],
    ["scan@corp.example", { user: "scan@corp.example", domain: "", principal: "scan@CORP.EXAMPLE" }],
    ["a/b@X.Y", { user: "a/b@X.Y", domain: "", principal: "a\\/b@X.Y" }],
    ["@corp", { user: "@corp", domain: "" }],
    ["scan@", { user: "scan@", domain: "" }],
  ])("reads %s", (username, account) => {
    expect(readAccount(username)).toEqual(account);
  });
});

describe("readKeytab", () => {
  it("tells whose keys it has", () => {
    expect(readKeytab(KEYTAB)).toEqual(["scan@EXAMPLE.COM", "HTTP/web.example.com@EXAMPLE.COM"]);
    expect(readKeytab(Buffer.concat([KEYTAB, Buffer.alloc(8)]))).toHaveLength(2);
  });

  it.each([
    ["is empty", Buffer.alloc(0)],
    ["is of another version", Buffer.from([5, 1, 0, 0])],
    ["has no entry", keytab()],
    ["ends early", KEYTAB.subarray(0, 20)],
    ["has an entry that is none", keytab(Buffer.from("0000000100", "hex"))],
    ["has an entry that lies", keytab(Buffer.from("000000060001ffff6161", "hex"))],
    ["has an entry that stops", keytab(Buffer.from("000000030001ff", "hex"))],
    ["has an entry of nobody", keytab(entry("EXAMPLE.COM"))],
    ["is too long", Buffer.concat([KEYTAB, Buffer.alloc(70_000)])],
  ])("reads none that %s", (_, file) => {
    expect(readKeytab(file)).toBeUndefined();
  });

  it("never throws, and comes to an end, whatever the file", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        readKeytab(keytab(Buffer.from(bytes)));
      }),
    );
  });
});

describe("checkCredential", () => {
  const text = KEYTAB.toString("base64");

  it.each([
    ["a keytab", { username: "scan@example.com", keytab: text }],
    ["a keytab and a password", { username: "scan@example.com", keytab: text, password: "p" }],
    ["a password", { username: "scan", password: "p" }],
  ])("takes %s", async (_, credential) => {
    expect(await checkCredential(credential)).toMatchObject({ ok: true });
  });

  it.each([
    ["without a realm", { username: "scan", keytab: text }, /for an account of a realm/],
    ["that is none", { username: "scan@example.com", keytab: "AAAA" }, /no keytab of MIT's format/],
    ["of others", { username: "x@example.com", keytab: text }, /no key of x@EXAMPLE\.COM, but of scan@EXA/],
    [
      "of many others",
      {
        username: "x@example.com",
        keytab: keytab(...[..."abcdef"].map((name) => entry("R", name))).toString("base64"),
      },
      /but of a@R, b@R, c@R, d@R, e@R and others\.$/,
    ],
  ])("refuses a keytab %s", async (_, credential, message) => {
    expect(await checkCredential(credential)).toMatchObject(failure("auth", message));
  });

  it("refuses a private key that is none, beside a keytab", async () => {
    const credential = { username: "scan@example.com", keytab: text, privateKey: "none" };
    expect(await checkCredential(credential)).toMatchObject(failure("auth", /private key/));
  });
});
