import type { InvalidValue } from "@hostscan/core";
import type { Secrets } from "./credential-columns.ts";

const LONGEST_USERNAME = 255;

/** What is wrong with the name that a service account signs in by; undefined if nothing is. */
export function usernameProblem(username: string): InvalidValue | undefined {
  const refuse = (message: string) => ({ path: "username", message });
  if (username === "") return refuse("must not be empty");
  if (username.length > LONGEST_USERNAME) return refuse(`must have at most ${LONGEST_USERNAME} characters`);
  // It is kept in UTF-8, without NUL, and printed on terminals.
  if (/[\p{Cc}\p{Cs}]/u.test(username)) return refuse("must hold no control character and no half of one");
  return undefined;
}

/** What is wrong with the text of secrets: what UTF-8 cannot tell would reach the host as something else. */
export function secretProblem(secrets: Secrets): InvalidValue | undefined {
  const { password, privateKey, passphrase, elevate } = secrets;
  const texts = { password, privateKey, passphrase, elevatePassword: elevate?.password };
  const bad = Object.entries(texts).find(([, text]) => text !== undefined && /[\0\p{Cs}]/u.test(text));
  return bad && { path: bad[0], message: "must hold no NUL and no half of a character" };
}
