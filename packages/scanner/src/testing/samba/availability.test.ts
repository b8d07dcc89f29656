import { expect, it } from "vitest";
import { sambaUnavailable } from "./availability.ts";

const machine = { isRoot: true, exists: () => true, noCertificate: undefined };

it("has nothing against a machine with Samba, as root", () => {
  expect(sambaUnavailable(machine)).toBeUndefined();
});

it.each([
  [{ ...machine, isRoot: false }, /only root/],
  [{ ...machine, noCertificate: "no openssl is installed" }, /no openssl/],
  [{ ...machine, exists: (path: string) => !/winbindd|kinit/.test(path) }, /: winbind krb5-user$/],
])("tells what is missing for a domain controller", (here, reason) => {
  expect(sambaUnavailable(here)).toMatch(reason);
});
