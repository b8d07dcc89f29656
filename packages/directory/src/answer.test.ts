import fc from "fast-check";
import { SearchEntry } from "ldapts";
import { expect, it } from "vitest";
import { readAnswer } from "./answer.ts";
import { DirectoryError } from "./directory-error.ts";
import { LDAP, ldapEntry, ldapMessage, ldapResult } from "./testing/index.ts";

/** What a directory sends: an entry, ends of operations, a referral. */
const MESSAGES = [
  ldapEntry(2, "CN=a", { name: "a", operatingSystem: "", dNSHostName: "a".repeat(200) }),
  ldapResult(2, LDAP.searchDone, { cookie: "page", said: "so it is" }),
  ldapResult(2, LDAP.bindDone, { status: 49, said: "no" }),
  ldapResult(2, LDAP.extendedDone),
  ldapMessage(2, (writer) => {
    writer.startSequence(LDAP.reference);
    writer.writeString("ldap://other");
    writer.endSequence();
  }),
];

it("reads what a directory sends", () => {
  const [entry, done] = MESSAGES.map(readAnswer);
  expect(entry?.message).toBeInstanceOf(SearchEntry);
  expect(entry?.message).toMatchObject({ name: "CN=a" });
  expect(done).toMatchObject({ id: 2, message: { errorMessage: "so it is" }, cookie: Buffer.from("page") });
});

/** Reads it to an end, or says that it is no LDAP. */
function readOrRefuse(bytes: Buffer): void {
  try {
    readAnswer(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(DirectoryError);
  }
}

it("comes to an end with whatever bytes are changed, left out or put in", () => {
  const places = fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(2)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...MESSAGES), places, (message, changes) => {
      const bytes = [...message];
      for (const [place, byte, removed] of changes) bytes.splice(place % bytes.length, removed, byte);
      readOrRefuse(Buffer.from(bytes));
    }),
    { numRuns: 500 },
  );
});

it("comes to an end with bytes of no meaning", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => readOrRefuse(Buffer.from(bytes))));
});

it("reads a message with controls that are not for it", () => {
  const other = ldapMessage(2, (writer) => {
    writer.startSequence(LDAP.searchDone);
    writer.writeEnumeration(0);
    writer.writeString("");
    writer.writeString("");
    writer.endSequence();
    writer.startSequence(0xa0);
    writer.startSequence();
    writer.writeString("1.2.3");
    writer.endSequence();
    writer.endSequence();
  });
  expect(readAnswer(other).cookie).toBeUndefined();
});

it.each([
  ["an entry with a part too many", [0x30, 11, 2, 1, 2, LDAP.entry, 6, 4, 0, 0x30, 0, 4, 0]],
  [
    "an attribute with a part too many",
    [0x30, 17, 2, 1, 2, LDAP.entry, 12, 4, 0, 0x30, 8, 0x30, 6, 4, 0, 0x31, 0, 4, 0],
  ],
])("refuses %s", (_, bytes) => {
  expect(() => readAnswer(Buffer.from(bytes))).toThrow(DirectoryError);
});
