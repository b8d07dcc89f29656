import { done, failed, type Step } from "../failure.ts";
import type { ScanCredential } from "../types.ts";
import { readAccount } from "./account.ts";
import { readKeytab } from "./keytab.ts";
import { readLogin } from "./login.ts";

/** Whether a credential could log in anywhere; the failure says for people why not. */
export async function checkCredential(credential: ScanCredential): Promise<Step<unknown>> {
  const { keytab, password, privateKey } = credential;
  const checked = keytab === undefined ? done(undefined) : checkKeytab(credential.username, keytab);
  const alone = keytab !== undefined && password === undefined && privateKey === undefined;
  return checked.ok && !alone ? readLogin(credential) : checked;
}

function checkKeytab(username: string, keytab: string): Step<undefined> {
  const { principal } = readAccount(username);
  if (principal === undefined)
    return failed("auth", "A keytab is for an account of a realm: name it as in user@EXAMPLE.COM.");
  const principals = readKeytab(Buffer.from(keytab, "base64"));
  if (principals === undefined)
    return failed("auth", "The credential's keytab is no keytab of MIT's format.");
  return principals.includes(principal)
    ? done(undefined)
    : failed("auth", `The credential's keytab holds no key of ${principal}, but of ${listed(principals)}.`);
}

/** As many as people read. */
const MOST_NAMED = 5;

function listed(principals: readonly string[]): string {
  const named = principals.slice(0, MOST_NAMED).join(", ");
  return principals.length > MOST_NAMED ? `${named} and others` : named;
}
