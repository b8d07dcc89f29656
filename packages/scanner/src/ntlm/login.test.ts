import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pair } from "./challenge.ts";
import { answerChallenge, negotiateMessage, ownerKey, prove } from "./login.ts";
import { md4 } from "./md4.ts";
import { Rc4 } from "./rc4.ts";
import { NtlmSession } from "./session.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const utf16 = (text: string) => Buffer.from(text, "utf16le");

// MS-NLMP, 4.2.1 and 4.2.4.
const ACCOUNT = { user: "User", domain: "Domain", password: "Password" };
const SESSION_KEY = Buffer.alloc(16, 0x55);
const CHANCE = { clientChallenge: Buffer.alloc(8, 0xaa), sessionKey: SESSION_KEY, time: 0n };
const INFO = hex("02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000");
const CHALLENGE = Buffer.concat([
  hex("4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000"),
  hex("24002400 44000000 06007017 0000000f 530065007200760065007200"),
  INFO,
]);
const TIES = { targetName: "HTTP/web.example" };

/** The challenge with other information of the target. */
function challengeWith(info: Buffer): Buffer {
  const head = Buffer.from(CHALLENGE.subarray(0, 0x44));
  head.writeUInt16LE(info.length, 40);
  head.writeUInt16LE(info.length, 42);
  return Buffer.concat([head, info]);
}

const pair = (id: number, value: Buffer) => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
};
const END = Buffer.alloc(4);

/** The fields of a third message, in their order: LM, NT, domain, user, workstation, session key. */
function fieldsOf(message: Buffer): Buffer[] {
  return [0, 1, 2, 3, 4, 5].map((index) => {
    const at = 12 + 8 * index;
    const from = message.readUInt32LE(at + 4);
    return message.subarray(from, from + message.readUInt16LE(at));
  });
}

/** The pairs in the NT field of a third message. */
function pairsOf(message: Buffer): Map<number, Buffer> {
  const [, nt = Buffer.alloc(0)] = fieldsOf(message);
  const pairs = new Map<number, Buffer>();
  for (let at = 16 + 28; nt.readUInt16LE(at) !== Pair.end; ) {
    const end = at + 4 + nt.readUInt16LE(at + 2);
    pairs.set(nt.readUInt16LE(at), nt.subarray(at + 4, end));
    at = end;
  }
  return pairs;
}

describe("MD4", () => {
  it.each([
    ["", "31d6cfe0d16ae931b73c59d7e0c089c0"],
    ["a", "bde52cb31de33e46245e05fbdbd6fb24"],
    ["abc", "a448017aaf21d8525fc10ae87aa6729d"],
    ["message digest", "d9130a8164549fe818874806e1c7014b"],
    ["abcdefghijklmnopqrstuvwxyz", "d79e1c308aa5bbcdeea8ed63df412da9"],
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "043f8582f241db351ce627e153e7f0e4"],
    ["1234567890".repeat(8), "e33b4ddc9c38f2199c3e7b164fcc0536"],
  ])("is that of RFC 1320 for %j", (text, digest) => {
    expect(md4(Buffer.from(text)).toString("hex")).toBe(digest);
  });
});

describe("the vectors of MS-NLMP", () => {
  const key = ownerKey(ACCOUNT);
  const pairs = new Map([
    [2, utf16("Domain")],
    [1, utf16("Server")],
  ]);
  const { nt, lm, sessionBaseKey } = prove(key, { challenge: hex("0123456789abcdef"), pairs }, {}, CHANCE);

  it("hold for keys and proofs (4.2.4.1, 4.2.4.2)", () => {
    expect(key.toString("hex")).toBe("0c868a403bfd7a93a3001ef22ef02e3f");
    expect(nt.subarray(0, 16).toString("hex")).toBe("68cd0ab851e51c96aabc927bebef6a1c");
    expect(lm.toString("hex")).toBe("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
    expect(sessionBaseKey.toString("hex")).toBe("8de40ccadbc14a82f15cb0ad0de95ca3");
    expect(new Rc4(sessionBaseKey).apply(SESSION_KEY).toString("hex")).toBe(
      "c5dad2544fc9799094ce1ce90bc9d03e",
    );
  });

  it("hold for what is sealed (4.2.4.4)", () => {
    const { data, signature } = new NtlmSession(SESSION_KEY).seal(utf16("Plaintext"));
    expect(data.toString("hex")).toBe("54e50165bf1936dc996020c1811b0f06fb5f");
    expect(signature.toString("hex")).toBe("010000007fb38ec5c55d497600000000");
  });
});

describe("a session", () => {
  it("opens what the other end has sealed, in its order, and nothing that was changed", () => {
    const client = new NtlmSession(SESSION_KEY);
    const server = new NtlmSession(SESSION_KEY, "server");
    expect(server.unseal(client.seal(Buffer.from("one")))?.toString()).toBe("one");
    expect(client.unseal(server.seal(Buffer.from("two")))?.toString()).toBe("two");
    const again = client.seal(Buffer.from("three"));
    expect(server.unseal(again)?.toString()).toBe("three");
    expect(server.unseal(again)).toBeUndefined();

    const { signature, data } = server.seal(Buffer.from("four"));
    data[0] = (data[0] ?? 0) ^ 1;
    expect(client.unseal({ signature, data })).toBeUndefined();
    const short = server.seal(Buffer.from("five"));
    expect(client.unseal({ ...short, signature: short.signature.subarray(1) })).toBeUndefined();
  });

  it("signs the mechanisms, and begins its cipher anew with the numbers going on", () => {
    const list = Buffer.from("mechanisms");
    const client = new NtlmSession(SESSION_KEY);
    const server = new NtlmSession(SESSION_KEY, "server");
    expect(server.verifyMechanisms(list, client.signMechanisms(list))).toBe(true);
    expect(server.unseal(client.seal(Buffer.from("after")))?.toString()).toBe("after");
    expect(client.verifyMechanisms(list, server.signMechanisms(Buffer.from("others")))).toBe(false);
  });
});

describe("the answer to a challenge", () => {
  const first = negotiateMessage();

  it("names the account, and ties the proof to host and connection", () => {
    const time = hex("0102030405060708");
    const challenge = challengeWith(Buffer.concat([pair(Pair.timestamp, time), END]));
    const channelBinding = Buffer.from("tls-server-end-point:digest");
    const answer = answerChallenge(first, challenge, ACCOUNT, { ...TIES, channelBinding }, CHANCE);
    const message = answer?.message ?? Buffer.alloc(0);
    const [lm, , domain, user] = fieldsOf(message);
    expect([domain?.toString("utf16le"), user?.toString("utf16le")]).toEqual(["Domain", "User"]);
    expect(lm).toEqual(Buffer.alloc(24));
    const pairs = pairsOf(message);
    expect(pairs.get(Pair.timestamp)).toEqual(time);
    expect(pairs.get(Pair.flags)).toEqual(hex("02000000"));
    expect(pairs.get(Pair.targetName)?.toString("utf16le")).toBe("HTTP/web.example");
    expect(pairs.get(Pair.channelBindings)).toHaveLength(16);

    const code = Buffer.from(message.subarray(72, 88));
    message.fill(0, 72, 88);
    const all = Buffer.concat([first, challenge, message]);
    expect(createHmac("md5", SESSION_KEY).update(all).digest()).toEqual(code);
    expect(message.includes(utf16("Password"))).toBe(false);
  });

  it("is by names in capitals, one letter for one, as Windows has them", () => {
    const keyOf = (user: string) => ownerKey({ ...ACCOUNT, user });
    expect(keyOf("weiß-é")).toEqual(keyOf("WEIß-É"));
    expect(keyOf("weiß-é")).not.toEqual(keyOf("WEISS-É"));
  });

  it("keeps what the host says of itself, and has no code where it tells no time", () => {
    const message = answerChallenge(first, CHALLENGE, ACCOUNT, TIES, CHANCE)?.message ?? Buffer.alloc(0);
    expect(message.subarray(72, 88)).toEqual(Buffer.alloc(16));
    expect([...pairsOf(message).keys()]).toEqual([2, 1, Pair.targetName]);
  });

  it.each([
    ["without TLS", undefined],
    ["with TLS", Buffer.from("tls-server-end-point:digest")],
  ])("is tied to nothing that the host says it is tied to, %s", (_, channelBinding) => {
    const [binding, name] = [Buffer.alloc(16, 0xcb), utf16("HTTP/victim.example")];
    const told = [pair(Pair.channelBindings, binding), pair(Pair.targetName, name), END];
    const challenge = challengeWith(Buffer.concat(told));
    const message = answerChallenge(first, challenge, ACCOUNT, { ...TIES, channelBinding }, CHANCE)?.message;
    expect(message?.includes(binding)).toBe(false);
    expect(message?.includes(name)).toBe(false);
    const tied = pairsOf(message ?? Buffer.alloc(0));
    expect(tied.has(Pair.channelBindings)).toBe(channelBinding !== undefined);
  });

  it("is another each time", () => {
    const [one, other] = [1, 2].map(() => answerChallenge(first, CHALLENGE, ACCOUNT, TIES)?.message);
    expect(one).not.toEqual(other);
  });

  it.each<[string, (challenge: Buffer) => Buffer]>([
    ["is none", () => Buffer.from("HTTP/1.1 200 OK".repeat(9))],
    ["is of another kind", (challenge) => withUint32(challenge, 8, 3)],
    ["is cut off", (challenge) => challenge.subarray(0, 47)],
    ["is too long", (challenge) => Buffer.concat([challenge, Buffer.alloc(20_000)])],
    ["wants no Unicode", (challenge) => withUint32(challenge, 20, 0xe28a8232)],
    ["wants NTLM of old", (challenge) => withUint32(challenge, 20, 0xe2828233)],
    ["wants no sealing", (challenge) => withUint32(challenge, 20, 0xe28a8213)],
    ["wants a short key", (challenge) => withUint32(challenge, 20, 0xc28a8233)],
    ["lies about its information", (challenge) => withUint32(challenge, 44, 0xffffff00)],
    ["lies about a pair", () => challengeWith(hex("0200ff7f 4400"))],
    ["tells a time that is none", () => challengeWith(Buffer.concat([pair(Pair.timestamp, hex("01")), END]))],
    ["tells flags that are none", () => challengeWith(Buffer.concat([pair(Pair.flags, hex("01")), END]))],
  ])("is not given to one that %s", (_, change) => {
    expect(answerChallenge(first, change(CHALLENGE), ACCOUNT, TIES)).toBeUndefined();
  });

  it("never throws, whatever the challenge", () => {
    const mutated = fc
      .array(fc.tuple(fc.nat(CHALLENGE.length - 1), fc.nat(255)), { maxLength: 8 })
      .map((changes) => {
        const challenge = Buffer.from(CHALLENGE);
        for (const [at, byte] of changes) challenge[at] = byte;
        return challenge;
      });
    const any = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(mutated, any), (challenge) => {
        answerChallenge(first, challenge, ACCOUNT, TIES);
      }),
      { numRuns: 500 },
    );
  });
});

function withUint32(message: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(message);
  changed.writeUInt32LE(value, at);
  return changed;
}
