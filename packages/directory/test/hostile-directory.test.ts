import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { describe, expect, it } from "vitest";
import { openDirectory } from "../src/index.ts";
import {
  type FixtureLdapOptions,
  LDAP,
  ldapEntry,
  ldapMessage,
  ldapResult,
  startFixtureLdap,
} from "../src/testing/index.ts";

import { gate, LOGIN, read, searchAnswer, shown } from "./fixture-directory.ts";

const octets = (...bytes: number[]) => Buffer.from(bytes);

describe.skipIf(gate.skip)(gate.title("a directory that is a fixture"), () => {
  it("is read to the last of 1,500 computers, 500 at a time, and told good-bye", async () => {
    const { computers, calls } = await read({ computers: 1500 });
    expect(computers).toHaveLength(1500);
    expect(calls.map(({ operation, page }) => page ?? operation)).toEqual([
      LDAP.bind,
      { size: 500, from: 0 },
      { size: 500, from: 500 },
      { size: 500, from: 1000 },
      LDAP.unbind,
    ]);
  });

  it("goes on behind a page without entries, and leaves referrals alone", async () => {
    const reference = (id: number) =>
      ldapMessage(id, (writer) => {
        writer.startSequence(LDAP.reference);
        writer.writeString("ldap://other.example.test/DC=other");
        writer.endSequence();
      });
    const { computers } = await read({
      onCall: ({ id, operation, page }, socket) => {
        if (operation !== LDAP.search) return undefined;
        const entry = ldapEntry(id, "CN=a", { NAME: "a", objectGUID: "short", whenChanged: "yesterday" });
        const last = Buffer.concat([entry, ldapResult(id, LDAP.searchDone)]);
        const first = ldapResult(id, LDAP.searchDone, { cookie: "7" });
        socket.write(page?.from === 7 ? last : Buffer.concat([reference(id), first]));
        return true;
      },
    });
    expect(computers).toEqual([{ distinguishedName: "CN=a", name: "a", enabled: true }]);
  });

  it("is not believed for a name that its certificate is not for", async () => {
    await using directory = await startFixtureLdap(shown);
    const { url, certificate: ca } = directory;
    await expect(openDirectory({ url, ca, ...LOGIN })).rejects.toMatchObject({ reason: "NotTrusted" });
    await directory.untilDeserted();
    expect(directory.calls).toEqual([]);
  });

  it.each<[string, string, (id: number) => Buffer]>([
    ["no LDAP at all", "BadAnswer", () => Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["a length of no end", "BadAnswer", () => octets(0x30, 0x80, 0x02, 0x01, 0x02)],
    ["a length of eight bytes", "BadAnswer", () => octets(0x30, 0x88, 1, 1, 1, 1, 1, 1, 1, 1)],
    ["a length of 4 GB", "TooMuch", () => octets(0x30, 0x84, 0xff, 0xff, 0xff, 0xff)],
    ["an empty message", "BadAnswer", () => octets(0x30, 0)],
    ["no number", "BadAnswer", () => octets(0x30, 0x04, 0x02, 0x00, 0x65, 0x00)],
    ["an operation that nobody knows", "BadAnswer", (id) => octets(0x30, 0x05, 0x02, 0x01, id, 0x79, 0)],
    ["an end without a code", "BadAnswer", (id) => octets(0x30, 0x05, 0x02, 0x01, id, 0x65, 0)],
    ["another one's answer", "BadAnswer", (id) => ldapResult(id + 1, LDAP.searchDone)],
    ["what no search is answered with", "BadAnswer", (id) => ldapResult(id, LDAP.bindDone)],
    [
      "attributes that end behind their message",
      "BadAnswer",
      (id) => octets(0x30, 0x0a, 0x02, 0x01, id, 0x64, 0x05, 0x04, 0x00, 0x30, 0x7f, 0x30),
    ],
    [
      "an attribute that is cut off",
      "BadAnswer",
      (id) => octets(0x30, 0x0a, 0x02, 0x01, id, 0x64, 0x05, 0x04, 0x00, 0x30, 0x01, 0x30),
    ],
    [
      "attributes that are a text",
      "BadAnswer",
      (id) => octets(0x30, 0x0a, 0x02, 0x01, id, 0x64, 0x05, 0x04, 0x00, 0x04, 0x01, 0x30),
    ],
    [
      "a referral whose list is cut off",
      "BadAnswer",
      (id) => octets(0x30, 0x06, 0x02, 0x01, id, 0x73, 0x01, 0x04),
    ],
    [
      "a control that is none",
      "BadAnswer",
      (id) => octets(0x30, 0x10, 2, 1, id, 0x65, 0x07, 0x0a, 1, 0, 4, 0, 4, 0, 0xa0, 0x02, 0x30, 0x7f),
    ],
    [
      "the notice that it ends",
      "Unreachable",
      () => ldapResult(0, LDAP.extendedDone, { status: 52, said: "shutting down" }),
    ],
    ["code 1", "BadAnswer", (id) => ldapResult(id, LDAP.searchDone, { status: 1, said: "x".repeat(9999) })],
    ["code 3", "TimedOut", (id) => ldapResult(id, LDAP.searchDone, { status: 3 })],
    ["code 4", "TooMuch", (id) => ldapResult(id, LDAP.searchDone, { status: 4 })],
    ["code 10", "ReferredElsewhere", (id) => ldapResult(id, LDAP.searchDone, { status: 10 })],
    ["code 50", "NotAllowed", (id) => ldapResult(id, LDAP.searchDone, { status: 50 })],
    ["code 51", "Unreachable", (id) => ldapResult(id, LDAP.searchDone, { status: 51 })],
  ])("ends a search that is answered with %s", async (_, reason, bytes) => {
    const { error } = await read(searchAnswer(bytes));
    expect(error).toMatchObject({ name: "DirectoryError", reason });
  });

  it("takes messages in whatever pieces they come", async () => {
    const { computers } = await read({
      onCall: ({ id, operation }, socket) => {
        if (operation !== LDAP.search) return undefined;
        const entry = ldapEntry(id, "CN=a", { name: "a".repeat(300) });
        const bytes = Buffer.concat([entry, entry, ldapResult(id, LDAP.searchDone)]);
        for (const byte of bytes) socket.write(Buffer.of(byte));
        return true;
      },
    });
    expect(computers).toHaveLength(2);
  });

  it("gives up on one that is silent: before TLS, at the login, in a search", async () => {
    const limits = { connectMs: 50, idleMs: 50 };
    await using mute = await startFixtureTcpServer();
    for (const scheme of ["ldap", "ldaps"]) {
      const url = `${scheme}://127.0.0.1:${mute.port}`;
      await expect(openDirectory({ url, ...LOGIN, limits })).rejects.toMatchObject({
        reason: scheme === "ldap" ? "TimedOut" : "NoTls",
      });
    }
    const silentAt = (wanted: number): FixtureLdapOptions => ({
      onCall: ({ operation }) => operation === wanted || undefined,
    });
    const patient = { connectMs: 20_000, idleMs: 50 };
    expect((await read(silentAt(LDAP.search), { limits: patient })).error).toMatchObject({
      reason: "TimedOut",
    });
    expect((await read(silentAt(LDAP.bind), { limits: { totalMs: 1000 } })).error).toMatchObject({
      reason: "TimedOut",
    });
  });

  it("stops when it is told to, at the login and in a search", async () => {
    for (const at of [LDAP.bind, LDAP.search]) {
      const stop = new AbortController();
      const { error } = await read(
        {
          onCall: ({ operation }) => {
            if (operation !== at) return undefined;
            stop.abort();
            return true;
          },
        },
        { signal: stop.signal },
      );
      expect(error).toMatchObject({ reason: "Aborted" });
    }
    const signal = AbortSignal.abort();
    await expect(openDirectory({ url: "ldaps://127.0.0.1:1", ...LOGIN, signal })).rejects.toMatchObject({
      reason: "Aborted",
    });
  });

  it("sends nothing secret to one that refuses StartTLS, or slips something in before it", async () => {
    for (const said of ["refused", "slipped in"]) {
      await using directory = await startFixtureLdap({
        ...shown,
        startTls: true,
        onCall: ({ id, operation }, socket) => {
          if (operation !== LDAP.extended) return undefined;
          const yes = ldapResult(id, LDAP.extendedDone);
          const no = ldapResult(id, LDAP.extendedDone, { status: 2 });
          socket.write(said === "refused" ? no : Buffer.concat([yes, Buffer.of(0x30)]));
          return true;
        },
      });
      await expect(
        openDirectory({ url: directory.url, fingerprint: directory.thumbprint, ...LOGIN }),
      ).rejects.toMatchObject({ reason: said === "refused" ? "NoTls" : "BadAnswer" });
      await directory.untilDeserted();
      expect(directory.calls.map(({ operation }) => operation)).toEqual([LDAP.extended]);
    }
  });

  it("is read over StartTLS as well", async () => {
    const { computers, calls } = await read({ startTls: true, computers: 3 });
    expect(computers).toHaveLength(3);
    expect(calls.map(({ operation }) => operation)).toEqual([
      ...[LDAP.extended, LDAP.bind, LDAP.search, LDAP.unbind],
    ]);
  });

  it("may go at any time", async () => {
    const goneAt = (wanted: number): FixtureLdapOptions => ({
      onCall: ({ operation }, socket) => {
        if (operation !== wanted) return undefined;
        socket.destroy();
        return true;
      },
    });
    for (const at of [LDAP.bind, LDAP.search]) {
      expect((await read(goneAt(at))).error).toMatchObject({ reason: "Unreachable" });
    }
    await using plain = await startFixtureTcpServer((socket) => socket.destroy());
    for (const scheme of ["ldap", "ldaps"]) {
      const url = `${scheme}://127.0.0.1:${plain.port}`;
      const reason = expect.stringMatching(/^(Unreachable|NoTls)$/);
      await expect(openDirectory({ url, ...LOGIN })).rejects.toMatchObject({ reason });
    }
    await plain.stop();
    const gone = openDirectory({ url: `ldaps://127.0.0.1:${plain.port}`, ...LOGIN });
    await expect(gone).rejects.toMatchObject({ reason: "Unreachable" });
  });
});

it.each([
  [{ url: "https://dc1" }],
  [{ url: "dc1.example.test" }],
  [{ url: "ldaps://" }],
  [{ url: "ldaps://me:secret@dc1" }],
  [{ url: "ldaps://dc1/DC=example?cn" }],
  [{ fingerprint: "12:34" }],
  [{ user: "" }],
  [{ password: "" }],
])("refuses what cannot be right before it connects: %j", async (wrong) => {
  const options = { url: "ldaps://[::1]:1", ...LOGIN, ...wrong };
  await expect(openDirectory(options)).rejects.toMatchObject({ reason: "BadInput" });
});
