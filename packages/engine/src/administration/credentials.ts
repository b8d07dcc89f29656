import type { components } from "@hostscan/contract";
import {
  type CallContext,
  type CredentialService,
  callerName,
  conflict,
  type InvalidValue,
  invalid,
  isAdmin,
  notFound,
  type Page,
  type PageAsked,
  type Rejected,
  type Result,
  type SchedulingContext,
} from "@hostscan/core";
import { type Actor, callerActor, type Database, type SecretBox } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { accountName } from "../credentials/account-name.ts";
import { insertCredentials, readNewCredential } from "../credentials/add-credentials.ts";
import type { Secrets } from "../credentials/credential-columns.ts";
import { type CredentialStore, createCredentialStore } from "../credentials/credential-store.ts";
import { commandOf, readShown } from "../credentials/shown-credential.ts";
import { withoutValue } from "../credentials/without-value.ts";
import { cutPage, foreignPageKey, readPageKey, writePageKey } from "../inventory/page-key.ts";
import { contentDigest } from "../repeatable/content-digest.ts";
import { repeatable } from "../repeatable/repeatable.ts";

type Schemas = components["schemas"];

interface Administration {
  readonly db: Kysely<Database>;
  readonly box: SecretBox;
}

/** Who does it, by which call. */
const actorOf = ({ caller, requestId }: CallContext): Actor => ({ ...callerActor(caller), requestId });

/** SQL: the credentials that a caller may name; to an Admin all. */
const mayName = ({ caller }: CallContext) =>
  isAdmin(caller)
    ? sql<boolean>`true`
    : sql<boolean>`(callers is null or ${callerName(caller)} = any(callers))`;

async function list(
  { db, box }: Administration,
  { limit, after }: PageAsked,
  context: CallContext,
): Promise<Result<Page<Schemas["Credential"]>>> {
  const key = after === undefined ? [] : readPageKey("credentials", after);
  if (key === undefined) return foreignPageKey;
  const [name] = key;
  const behind = name === undefined ? sql`` : sql`and name collate "C" > ${name}`;
  const which = sql<boolean>`${mayName(context)} ${behind}`;
  const rows = await readShown({ db, box, caller: context.caller }, which, limit + 1);
  return { ok: true, value: cutPage(rows, limit, (last) => writePageKey("credentials", last.name)) };
}

async function get(
  { db, box }: Administration,
  credentialId: string,
  context: CallContext,
): Promise<Result<Schemas["Credential"]>> {
  const id = credentialId.toLowerCase();
  const which = sql<boolean>`id = ${id}::uuid and ${mayName(context)}`;
  const [credential] = await readShown({ db, box, caller: context.caller }, which, 1);
  return credential ? { ok: true, value: credential } : notFound(`No credential has the id ${id}.`);
}

/** What a credential logs in with, as it is kept: a member that is null says nothing. */
function secretsOf({
  password,
  privateKey,
  passphrase,
  keytab,
  elevation,
}: Schemas["CredentialSecret"]): Secrets {
  return {
    ...(password && { password }),
    ...(privateKey && { privateKey }),
    ...(passphrase && { passphrase }),
    ...(keytab && { keytab }),
    ...(elevation && {
      elevate: {
        method: commandOf(elevation.method),
        ...(elevation.password && { password: elevation.password }),
      },
    }),
  };
}

/** What is wrong with secrets before they are tried, which people see to on the command line. */
function secretFaults({ password, privateKey, passphrase, keytab }: Secrets): InvalidValue[] {
  if (passphrase !== undefined && privateKey === undefined)
    return [{ path: "passphrase", message: "needs the private key that it opens" }];
  if (password !== undefined || privateKey !== undefined || keytab !== undefined) return [];
  return [{ path: "", message: "must hold a password, a private key or a keytab" }];
}

/** The members of secrets, where they stand in a `CredentialSecret`. */
const SECRET_MEMBERS: Readonly<Record<string, string>> = {
  password: "/password",
  privateKey: "/privateKey",
  passphrase: "/passphrase",
  elevatePassword: "/elevation/password",
};
const MEMBERS: Readonly<Record<string, string>> = {
  name: "/name",
  username: "/userName",
  domain: "/domain",
  scope: "/scope",
  callers: "/callers",
};

/** The rejection with the places in a body, and without what was stated. What is of no member is of the secret. */
function placed({ rejection }: Rejected, secretAt: "" | "/secret"): Rejected {
  if (rejection.kind !== "invalid") return { ok: false, rejection };
  const { errors, detail } = rejection;
  const all = errors.length > 0 ? errors : [{ path: "", message: detail }];
  return invalid(
    all.map(withoutValue).map(({ path, message }) => ({
      path: MEMBERS[path] ?? `${secretAt}${SECRET_MEMBERS[path] ?? ""}`,
      message,
    })),
  );
}

async function add(
  { db, box }: Administration,
  { name, userName, domain, scope, callers, secret }: Schemas["NewCredential"],
  context: SchedulingContext,
): Promise<Result<Schemas["Credential"]>> {
  const secrets = secretsOf(secret);
  const faults = secretFaults(secrets);
  if (faults.length > 0) return placed(invalidSecrets(faults), "/secret");
  const username = accountName({ username: userName, domain: domain ?? undefined });
  if (!username.ok) return placed(username, "/secret");
  const stated = { name, username: username.value, scope, ...(callers && { callers }), ...secrets };
  const row = await readNewCredential(box, stated);
  if (!row.ok) return placed(row, "/secret");
  return repeatable<Schemas["Credential"]>(db, {
    ...{ operation: "AddCredential", context },
    // A digest of secrets would let them be guessed at: it is made with the secret key.
    digest: async () => box.mac((await contentDigest([stated])).toString("base64")).mac,
    async act(trx) {
      const [added] = await insertCredentials(trx, { box, actor: actorOf(context) }, [row.value]);
      if (added === undefined) return conflict("There is a credential of this name already.");
      return get({ db: trx, box }, added.id, context);
    },
  });
}

const invalidSecrets = (errors: readonly InvalidValue[]) => ({
  ok: false as const,
  rejection: { kind: "invalid" as const, detail: "", errors },
});

/** The part of the port that keeps service accounts. What is changed is audited under the caller's name. */
export function createCredentialService(administration: Administration): CredentialService {
  const { db, box } = administration;
  const storeOf = (context: CallContext) => createCredentialStore(db, box, actorOf(context));
  /** Changes one, and reads it anew. */
  async function changed(
    credentialId: string,
    context: CallContext,
    change: (store: CredentialStore, id: string) => Promise<Result<unknown>>,
  ): Promise<Result<Schemas["Credential"]>> {
    const id = credentialId.toLowerCase();
    const result = await change(storeOf(context), id);
    if (result.ok) return get(administration, id, context);
    const { rejection } = result;
    // Nothing that a caller could do with this credential would change it: it is the id that is wrong.
    return rejection.kind === "conflict"
      ? invalid(
          [{ path: "credentialId", message: "names one that was changed outside of Hostscan" }],
          rejection.detail,
        )
      : placed(result, "");
  }
  return {
    listCredentials: (asked, context) => list(administration, asked, context),
    getCredential: (id, context) => get(administration, id, context),
    addCredential: (credential, context) => add(administration, credential, context),
    async changeCredentialSecret(credentialId, secret, context) {
      const secrets = secretsOf(secret);
      const faults = secretFaults(secrets);
      if (faults.length > 0) return placed(invalidSecrets(faults), "");
      return changed(credentialId, context, (store, id) => store.changeSecrets(id, secrets));
    },
    changeCredentialScope: (credentialId, { scope, callers }, context) =>
      changed(credentialId, context, (store, id) =>
        store.changeScope(id, { scope, ...(callers && { callers }) }),
      ),
    resumeCredential: (credentialId, context) =>
      changed(credentialId, context, (store, id) => store.resume(id)),
    async removeCredential(credentialId, context) {
      const removed = await storeOf(context).remove(credentialId.toLowerCase());
      return removed.ok ? { ok: true, value: undefined } : removed;
    },
  };
}
