import { certificateGate, makeCertificate } from "@hostscan/scanner/testing";
import { describe, expect, it } from "vitest";
import { type Directory, openDirectory } from "../src/index.ts";
import {
  type FixtureLdapOptions,
  LDAP,
  ldapEntry,
  ldapResult,
  startFixtureLdap,
} from "../src/testing/index.ts";

const gate = certificateGate();
const certificate = gate.skip ? undefined : await makeCertificate();
const shown = certificate === undefined ? {} : { certificate };
const LOGIN = { user: "reader@example.test", password: "R3ad-Passw0rd!" };

/** Asks a fixture directory that answers each search with these entries, the next one with the next of them. */
async function ask<T>(
  answers: readonly Readonly<Record<string, string>>[],
  question: (directory: Directory) => Promise<T>,
): Promise<T> {
  const left = [...answers];
  const onCall: FixtureLdapOptions["onCall"] = ({ id, operation }, socket) => {
    if (operation !== LDAP.search) return undefined;
    const entry = ldapEntry(id, "OU=Servers,DC=example,DC=test", left.shift() ?? {});
    socket.write(Buffer.concat([entry, ldapResult(id, LDAP.searchDone)]));
    return true;
  };
  await using fixture = await startFixtureLdap({ ...shown, onCall });
  // By its name, which stands in what TLS asks for; its certificate is pinned.
  const url = fixture.url.replace("127.0.0.1", "localhost");
  await using directory = await openDirectory({ url, fingerprint: fixture.thumbprint, ...LOGIN });
  return await question(directory);
}

describe.skipIf(gate.skip)(gate.title("a directory with odd entries"), () => {
  const distinguishedName = "OU=Servers,DC=example,DC=test";

  it("is read from its own domain down where no base is named", async () => {
    const units = await ask(
      [{ defaultNamingContext: "DC=example,DC=test" }, { ou: "Servers", description: "All of them" }],
      (directory) => directory.units(),
    );
    expect(units).toEqual([{ distinguishedName, name: "Servers", description: "All of them" }]);
  });

  it("has units without a name, and without a description", async () => {
    const units = await ask([{}], (directory) => directory.units("DC=example,DC=test"));
    expect(units).toEqual([{ distinguishedName, name: "" }]);
  });

  it("is to be asked with a base where it does not tell its domain", async () => {
    await expect(ask([{}], (directory) => directory.units())).rejects.toMatchObject({
      reason: "BadAnswer",
      message: expect.stringContaining("does not tell its domain"),
    });
  });

  it("is not asked again once its connection has failed, and fails for the same reason", async () => {
    await using fixture = await startFixtureLdap({
      ...shown,
      onCall: ({ operation }, socket) => {
        if (operation !== LDAP.search) return undefined;
        socket.destroy();
        return true;
      },
    });
    const { url, thumbprint: fingerprint } = fixture;
    await using directory = await openDirectory({ url, fingerprint, ...LOGIN });
    const reason = { reason: "Unreachable" };
    await expect(directory.units("DC=example,DC=test")).rejects.toMatchObject(reason);
    await expect(directory.units("DC=example,DC=test")).rejects.toMatchObject(reason);
    expect(fixture.calls.filter(({ operation }) => operation === LDAP.search)).toHaveLength(1);
  });
});
