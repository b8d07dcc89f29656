import type { Json, OpenApiDocument } from "@hostscan/contract/document";
import type { Credentials } from "@hostscan/server/testing";

/** The credentials that a document's examples name, by their ids in lower case. */
export function exampleCredentials(document: OpenApiDocument): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: Json | undefined): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (name === "credentialId" && typeof member === "string") found.add(member.toLowerCase());
      else visit(member);
    }
  };
  visit(document.components["examples"]);
  const { name, example } = document.components["parameters"]?.["CredentialId"] ?? {};
  visit({ [String(name)]: example ?? null });
  return found;
}

/** Names that no credential has, so that callers can see what they get then. */
const UNKNOWN = /^(unknown|no such)\b/i;

/** The credentials of a mock that keeps hosts: those of the examples, and one of whatever other name. */
export const withEveryName = (ids: ReadonlySet<string>): Credentials => ({
  ids,
  named: (name, id) => (UNKNOWN.test(name.trim()) ? undefined : (id ?? `named ${name}`)),
});
