import { describe, expect, it } from "vitest";
import { type FixtureLdapOptions, LDAP, ldapEntry, ldapResult } from "../src/testing/index.ts";
import { gate, read, searchAnswer } from "./fixture-directory.ts";

describe.skipIf(gate.skip)(gate.title("what is taken of a directory that is a fixture"), () => {
  it("holds no more than it may: bytes without end, and entries without end", async () => {
    const endless: FixtureLdapOptions = {
      onCall: ({ id, operation }, socket) => {
        if (operation !== LDAP.search) return undefined;
        const entries = Buffer.concat(
          Array.from({ length: 200 }, () => ldapEntry(id, "CN=a", { name: "a" })),
        );
        const more = () => {
          while (!socket.destroyed && socket.write(entries));
          if (!socket.destroyed) socket.once("drain", more);
        };
        more();
        return true;
      },
    };
    const few = await read(endless, { limits: { entries: 5000 } });
    expect(few.error).toMatchObject({ reason: "TooMuch", message: expect.stringContaining("5000 entries") });
    const small = await read(endless, { limits: { bytes: 100_000 } });
    expect(small.error).toMatchObject({
      reason: "TooMuch",
      message: expect.stringContaining("100000 bytes"),
    });
  });

  it("goes on behind 1,000 pages without an entry, and no further", async () => {
    const { error, calls } = await read(
      searchAnswer((id) => ldapResult(id, LDAP.searchDone, { cookie: "more" })),
    );
    const message = expect.stringContaining("1000 pages without an entry");
    expect(error).toMatchObject({ reason: "TooMuch", message });
    expect(calls.filter(({ operation }) => operation === LDAP.search)).toHaveLength(1001);
  });

  it("keeps little of what a machine says of itself, however long it is, and nothing that is too long", async () => {
    const saying = (length: number) =>
      read(
        searchAnswer((id) =>
          Buffer.concat([
            ldapEntry(id, "CN=a", { name: "a", operatingSystem: "€".repeat(length) }),
            ldapResult(id, LDAP.searchDone),
          ]),
        ),
      );
    const { computers } = await saying(50_000);
    expect(computers).toEqual([expect.objectContaining({ operatingSystem: "€".repeat(1024) })]);
    expect((await saying(100_000)).error).toMatchObject({
      reason: "TooMuch",
      message: expect.stringContaining("262144 bytes at once"),
    });
  });
});
