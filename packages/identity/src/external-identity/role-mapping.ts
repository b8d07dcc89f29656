import type { JWTPayload } from "jose";

/** What an issuer's tokens say of roles, and what it means here. */
export interface RoleMapping {
  /** Name of the claim; where there is none of that name, dots lead into objects: `realm_access.roles`. */
  readonly claim: string;
  /** The role that each value of the claim stands for. */
  readonly roles: ReadonlyMap<string, ExternalRole>;
}

/** The roles that an external identity may have, the one that may do most first. */
export const EXTERNAL_ROLES = ["Admin", "App"] as const;

export type ExternalRole = (typeof EXTERNAL_ROLES)[number];

/** The role of a token: of several the one that may do most; undefined if it has none. */
export function mappedRole(claims: JWTPayload, { claim, roles }: RoleMapping): ExternalRole | undefined {
  const values = valuesOf(claim, claims[claim] ?? inner(claims, claim.split(".")));
  const found = new Set(values.map((value) => roles.get(value)));
  return EXTERNAL_ROLES.find((role) => found.has(role));
}

function inner(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return inner(Reflect.get(value, name), rest);
}

/** Of the claims that are texts, only scopes are lists (RFC 9068, section 2.2.3): a group may have blanks in its name. */
function valuesOf(claim: string, value: unknown): string[] {
  if (typeof value === "string") return claim === "scope" || claim === "scp" ? value.split(" ") : [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
