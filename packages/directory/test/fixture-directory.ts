import { certificateGate, makeCertificate } from "@hostscan/scanner/testing";
import { type Computer, type DirectoryOptions, openDirectory } from "../src/index.ts";
import { type FixtureLdapOptions, LDAP, startFixtureLdap } from "../src/testing/index.ts";

export const gate = certificateGate();
const BASE = "OU=Servers,DC=example,DC=test";
export const LOGIN = { user: "reader@example.test", password: "R3ad-Passw0rd!" };

/** One for all: to make it takes longer than what is tested. */
const certificate = gate.skip ? undefined : await makeCertificate();
export const shown = certificate === undefined ? {} : { certificate };

/** Reads the computers of a fixture directory. */
export async function read(fixture: FixtureLdapOptions, more: Partial<DirectoryOptions> = {}) {
  await using directory = await startFixtureLdap({ ...shown, ...fixture });
  const { url, thumbprint: fingerprint } = directory;
  const outcome: { computers?: readonly Computer[]; error?: unknown } = {};
  try {
    await using opened = await openDirectory({ url, fingerprint, ...LOGIN, ...more });
    outcome.computers = await opened.computers({ base: BASE });
  } catch (error) {
    outcome.error = error;
  }
  // Whatever happens, no connection is left.
  await directory.untilDeserted();
  return { ...outcome, calls: directory.calls };
}

/** Answers a search with these bytes, and all else by default. */
export const searchAnswer = (bytes: (id: number) => Buffer): FixtureLdapOptions => ({
  onCall: ({ id, operation }, socket) => {
    if (operation !== LDAP.search) return undefined;
    socket.write(bytes(id));
    return true;
  },
});
