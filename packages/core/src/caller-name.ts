import type { Caller } from "./caller.ts";

/** What callers there are, by the beginning of their names. */
const KINDS = ["app", "user", "token", "oidc"] as const;
type CallerKind = (typeof KINDS)[number];

const FORM = new RegExp(`^(?:${KINDS.join("|")}):[^\\s,\\p{C}][^,\\p{C}]*$`, "u");

/** Written so that names can stand in a list with commas, and no two callers bear the same. */
function named(kind: CallerKind, name: string): string {
  return `${kind}:${name.replaceAll(/[%,]/g, encodeURIComponent)}`;
}

/** An application, by the name of its key: a renewed key of the same name is the same application. */
export const applicationName = (key: string) => named("app", key);

/** Logins are compared without regard to letter case. */
export function loginKey(login: string): string {
  return login.normalize("NFC").toLowerCase();
}

/** A user who signed in. */
export const userName = (login: string) => named("user", login);

/** Who calls with a token of the command `token`, by that token's name. */
export const tokenName = (token: string) => named("token", token);

/** Whom an OpenID provider vouches for: by its subject, since names there can be changed by who bears them. */
export const externalName = (issuer: string, subject: string) => named("oidc", `${issuer}#${subject}`);

/**
 * Who calls, whatever key or token it calls with: `app:portal`, `user:alice`, `token:ci` or
 * `oidc:https://login.example#4711`. What a caller may do and what belongs to it goes by this.
 */
export function callerName({ identity, subject }: Caller): string {
  return identity ?? `subject:${subject}`;
}

/** Whether a caller may do what is kept from applications. */
export function isAdmin({ role }: Caller): boolean {
  return role === "Admin";
}

/** Whether a text has the form of a caller's name. */
export function isCallerName(text: string): boolean {
  return FORM.test(text);
}
