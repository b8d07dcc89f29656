import { DirectoryError } from "./directory-error.ts";
import type { Progress, Searches } from "./search.ts";

/** An organizational unit. */
export interface Unit {
  readonly distinguishedName: string;
  readonly name: string;
  readonly description?: string;
}

/** Reads the units below a base, and the base itself if it is one. @throws {DirectoryError} */
export async function readUnits(
  searches: Searches,
  base: string | undefined,
  onProgress?: Progress,
): Promise<readonly Unit[]> {
  const from = base ?? (await domainOf(searches));
  const filter = "(objectCategory=organizationalUnit)";
  return searches.find(
    { base: from, scope: "sub", filter, attributes: ["ou", "description"] },
    (entry) => {
      const description = entry.text("description");
      return {
        distinguishedName: entry.dn,
        name: entry.text("ou") ?? "",
        ...(description && { description }),
      };
    },
    onProgress,
  );
}

/** The domain that the directory itself is of. */
async function domainOf(searches: Searches): Promise<string> {
  const [domain] = await searches.find(
    { base: "", scope: "base", filter: "(objectClass=*)", attributes: ["defaultNamingContext"] },
    (entry) => entry.text("defaultNamingContext"),
  );
  if (domain !== undefined) return domain;
  throw new DirectoryError("BadAnswer", "the directory does not tell its domain", "name a base");
}
