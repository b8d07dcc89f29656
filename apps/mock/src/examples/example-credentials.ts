import type { Json, OpenApiDocument } from "@hostscan/contract/document";

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
