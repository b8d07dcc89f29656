import { type Answer, type Check, type CheckContext, given, rule } from "../check.ts";
import { isNode, memberOf, type Node } from "../document/place.ts";
import { query } from "./inventory-walk.ts";
import { create, isThe, madeUpHost, madeUpName, namesPath } from "./job-rules.ts";
import { walk } from "./pages.ts";

const added = { operationId: "AddCredential", status: 200 };
const read = { operationId: "GetCredential", status: 200 };
const listed = { operationId: "GetCredentials", status: 200 };
const scoped = { operationId: "ChangeCredentialScope", status: 200 };
const replaced = { operationId: "ChangeCredentialSecret", status: 200 };
const removed = { operationId: "RemoveCredential", status: 204 };

/** What no answer may hold. */
const secretOf = ({ run }: CheckContext) => `canary-${run}-secret`;

/** A credential of this run, for hosts that there are not. */
const credentialOf = (context: CheckContext, label: string, more: object = {}) => ({
  name: madeUpName(context, label),
  userName: "kit",
  scope: ["*.contract.invalid"],
  secret: { password: secretOf(context) },
  ...more,
});

const node = (json: unknown): Node => (isNode(json) ? json : {});

/** Checks that an answer repeats no secret. */
function tellsNoSecret(context: CheckContext, { text, cell }: Pick<Answer, "text" | "cell">): void {
  const secrets = [secretOf(context), btoa(secretOf(context))];
  rule(!secrets.some((secret) => text.includes(secret)), cell, "body", "repeats the secret that was sent");
}

/** Adds a credential, runs something with it, and removes it. */
async function having(
  context: CheckContext,
  label: string,
  more: object,
  run: (credential: Node, path: { readonly credentialId: string }) => Promise<void>,
): Promise<void> {
  const seen = await context.expect("AddCredential", 200, { body: credentialOf(context, label, more) });
  tellsNoSecret(context, seen);
  const credential = node(seen.json);
  const path = { credentialId: String(credential["id"]) };
  try {
    await run(credential, path);
  } finally {
    await context.call("RemoveCredential", { path });
  }
}

const admin = ({ target }: CheckContext) => ({ token: given(target.tokens.admin, "Admin token") });
const otherApp = ({ target }: CheckContext) => ({ token: given(target.tokens.otherApp, "other App token") });

/** Bodies of a new credential that is none, and where. */
const faults: readonly (readonly [what: string, more: (secret: string) => object, path: string])[] = [
  ["no scope", () => ({ scope: undefined }), "/scope"],
  ["an empty scope", () => ({ scope: [] }), "/scope"],
  ["a scope that is none", (secret) => ({ scope: [`${secret}!`] }), "/scope"],
  ["callers that are none", (secret) => ({ callers: [secret] }), "/callers"],
  ["an empty name", () => ({ name: "" }), "/name"],
  ["no secret", () => ({ secret: undefined }), "/secret"],
  ["an empty secret", () => ({ secret: {} }), "/secret"],
  ["a secret that is a text", (secret) => ({ secret }), "/secret"],
  ["a passphrase without a key", (secret) => ({ secret: { password: "p", passphrase: secret } }), "/secret"],
  ["a private key that is none", (secret) => ({ secret: { privateKey: secret } }), "/secret"],
  ["a keytab that is no base64", (secret) => ({ secret: { keytab: `${secret}!` } }), "/secret/keytab"],
  [
    "an unknown way to elevate",
    (secret) => ({ secret: { password: secret, elevation: { method: 99 } } }),
    "/secret/elevation",
  ],
];

const ADMIN = ["Admin token"] as const;

export const credentialAccountChecks: readonly Check[] = [
  {
    name: "AddCredential keeps a credential as it is stated, GetCredential and GetCredentials show it, and nobody its secret",
    cells: [added, read, listed],
    needs: ADMIN,
    promises: ["credential-as-added", "credential-secret-never-told", "ids-in-any-case"],
    async run(context) {
      const stated = { domain: "contract.invalid", secret: { password: secretOf(context), keytab: null } };
      await having(context, "credential-added", stated, async (credential, { credentialId }) => {
        const seen = await context.expect("GetCredential", 200, {
          ...{ path: { credentialId: credentialId.toUpperCase() }, ...admin(context) },
        });
        tellsNoSecret(context, seen);
        isThe(credential, seen.json, seen, "body");
        const { name, scope, callers, kinds, userName, domain, pausedTimeUtc } = credential;
        isThe(madeUpName(context, "credential-added"), name, seen, "body /name");
        isThe(["*.contract.invalid"], scope, seen, "body /scope");
        isThe(["all"], callers, seen, "body /callers");
        isThe([0], kinds, seen, "body /kinds");
        isThe("CONTRACT.INVALID", String(domain).toUpperCase(), seen, "body /domain");
        rule(String(userName).includes("kit"), seen.cell, "body /userName", "is not the one that was stated");
        isThe(null, pausedTimeUtc, seen, "body /pausedTimeUtc");
        const { items, seen: list } = await walk(
          context,
          "GetCredentials",
          query({ limit: "200" }),
          {},
          admin(context),
        );
        tellsNoSecret(context, list);
        const one = items.filter(({ id }) => id === credentialId);
        isThe([credential], one, list, "body (the credential that was added)");
      });
    },
  },
  {
    name: "GetCredentials lists by name, and leads from page to page",
    cells: [listed],
    needs: ADMIN,
    promises: ["credentials-for-callers", "link-leads-on"],
    async run(context) {
      await having(context, "credential-page-a", {}, () =>
        having(context, "credential-page-b", {}, async () => {
          const all = await walk(context, "GetCredentials", query({ limit: "200" }), {}, admin(context));
          const few = await walk(context, "GetCredentials", query({ limit: "1" }), {}, admin(context));
          const names = all.items.map(({ name }) => String(name));
          isThe(
            names.slice(0, few.items.length),
            few.items.map(({ name }) => name),
            few.seen,
            "body (by pages of 1)",
          );
          const sorted = names.toSorted((a, b) => (a < b ? -1 : 1));
          isThe(sorted, names, all.seen, "body (the names)");
        }),
      );
    },
  },
  {
    name: "an App is shown what it may name alone, and less of it than an Admin",
    cells: [listed, read, { operationId: "GetCredential", status: 404 }],
    needs: ["Admin token", "other App token"],
    promises: ["credentials-for-callers"],
    async run(context) {
      const app = otherApp(context);
      const shown = async () =>
        (await walk(context, "GetCredentials", query({ limit: "200" }), {}, app)).items.map(({ id }) => id);
      const nobody = { callers: [`app:nobody-${context.run}`] };
      await having(context, "credential-kept", nobody, async (credential, path) => {
        rule(
          !(await shown()).includes(credential["id"]),
          listed,
          "body",
          "has one that the App may not name",
        );
        await context.expect("GetCredential", 404, { path, ...app });
        const seen = await context.expect("GetCredential", 200, { path, ...admin(context) });
        isThe(nobody.callers, memberOf(seen.json, "callers"), seen, "body /callers");
      });
      await having(context, "credential-open", { callers: ["all"] }, async (credential, path) => {
        rule((await shown()).includes(credential["id"]), listed, "body", "has not got one that all may name");
        const seen = await context.expect("GetCredential", 200, { path, ...app });
        const { userName, callers, ...others } = credential;
        isThe(others, seen.json, seen, "body (without userName and callers)");
        rule(
          userName !== undefined && callers !== undefined,
          added,
          "body",
          "keeps userName or callers from an Admin",
        );
      });
    },
  },
  ...faults.map(
    ([what, more, path]): Check => ({
      name: `AddCredential refuses ${what}, says where, and does not repeat it`,
      cells: [{ operationId: "AddCredential", status: 400 }],
      needs: ADMIN,
      promises: ["credential-refused", "credential-secret-never-told", "errors-tell-where"],
      async run(context) {
        const body = credentialOf(context, "credential-refused", more(secretOf(context)));
        const seen = await context.expect("AddCredential", 400, { body });
        tellsNoSecret(context, seen);
        namesPath(seen, "AddCredential", path);
        const { items } = await walk(context, "GetCredentials", query({ limit: "200" }), {}, admin(context));
        const kept = items.some(({ name }) => name === madeUpName(context, "credential-refused"));
        rule(!kept, seen.cell, "body", "was refused, and the credential is there");
      },
    }),
  ),
  {
    name: "AddCredential refuses a name in use, and repeats a call under its key",
    cells: [added, { operationId: "AddCredential", status: 409 }],
    needs: ADMIN,
    promises: ["credential-name-unique", "key-same-answer", "key-other-content"],
    async run(context) {
      const body = credentialOf(context, "credential-unique");
      const headers = { "Idempotency-Key": `kit-${crypto.randomUUID()}` };
      const first = await context.expect("AddCredential", 200, { body, headers });
      const path = { credentialId: String(memberOf(first.json, "id")) };
      try {
        const again = await context.expect("AddCredential", 200, { body, headers });
        isThe(first.json, again.json, again, "body (of the repeated call)");
        await context.expect("AddCredential", 409, { body: { ...body, userName: "other" }, headers });
        const seen = await context.expect("AddCredential", 409, { body: { ...body, userName: "other" } });
        tellsNoSecret(context, seen);
        const now = await context.expect("GetCredential", 200, { path, ...admin(context) });
        isThe(first.json, now.json, now, "body (after another of its name was refused)");
      } finally {
        await context.call("RemoveCredential", { path });
      }
    },
  },
  {
    name: "ChangeCredentialSecret replaces all that a credential logs in with",
    cells: [replaced, { operationId: "ChangeCredentialSecret", status: 400 }],
    needs: ADMIN,
    promises: ["credential-secret-replaced", "credential-secret-never-told", "credential-refused"],
    async run(context) {
      const elevated = { secret: { password: secretOf(context), elevation: { method: 0 } } };
      await having(context, "credential-secret", elevated, async (credential, path) => {
        isThe(0, credential["elevationMethod"], { cell: added }, "body /elevationMethod");
        for (const body of [{}, { passphrase: secretOf(context) }, { privateKey: secretOf(context) }]) {
          const refused = await context.expect("ChangeCredentialSecret", 400, { path, body });
          tellsNoSecret(context, refused);
        }
        const unchanged = await context.expect("GetCredential", 200, { path, ...admin(context) });
        isThe(credential, unchanged.json, unchanged, "body (after a secret was refused)");
        const seen = await context.expect("ChangeCredentialSecret", 200, {
          path,
          body: { password: secretOf(context), privateKey: null },
        });
        tellsNoSecret(context, seen);
        isThe({ ...credential, elevationMethod: null }, seen.json, seen, "body");
      });
    },
  },
  {
    name: "ChangeCredentialScope says anew what a credential is for; callers that it does not state stay",
    cells: [scoped, { operationId: "ChangeCredentialScope", status: 400 }],
    needs: ADMIN,
    promises: ["credential-scope-changed", "credential-refused"],
    async run(context) {
      const callers = [`app:nobody-${context.run}`];
      await having(context, "credential-scope", { callers }, async (credential, path) => {
        const change = (body: object) => context.expect("ChangeCredentialScope", 200, { path, body });
        const seen = await change({ scope: ["192.0.2.0/24:22"] });
        isThe({ ...credential, scope: ["192.0.2.0/24:22"] }, seen.json, seen, "body");
        const same = await change({ scope: ["192.0.2.0/24:22"], callers: null });
        isThe(seen.json, same.json, same, "body (where callers are null)");
        const open = await change({ scope: ["anywhere"], callers: ["all"] });
        isThe(["all"], memberOf(open.json, "callers"), open, "body /callers");
        const body = { scope: [`${secretOf(context)}!`] };
        const refused = await context.expect("ChangeCredentialScope", 400, { path, body });
        tellsNoSecret(context, refused);
        namesPath(refused, "ChangeCredentialScope", "/scope");
        const now = await context.expect("GetCredential", 200, { path, ...admin(context) });
        isThe(open.json, now.json, now, "body (after a scope was refused)");
      });
    },
  },
  {
    name: "ResumeCredential leaves a credential that is not paused as it is",
    cells: [{ operationId: "ResumeCredential", status: 200 }],
    needs: ADMIN,
    promises: ["resume-keeps"],
    async run(context) {
      await having(context, "credential-resumed", {}, async (credential, path) => {
        const seen = await context.expect("ResumeCredential", 200, { path });
        isThe(credential, seen.json, seen, "body");
      });
    },
  },
  {
    name: "RemoveCredential forgets a credential, but not one that a host is scanned with",
    cells: [
      removed,
      { operationId: "RemoveCredential", status: 409 },
      { operationId: "RemoveCredential", status: 404 },
    ],
    needs: ["Admin token", "credential"],
    promises: ["credential-in-use-stays", "not-found"],
    async run(context) {
      const token = admin(context);
      await having(context, "credential-used", {}, async (credential, path) => {
        const host = madeUpHost(context, "credential-used");
        await create(context, [{ ...host, credentialId: path.credentialId }], token);
        await context.expect("RemoveCredential", 409, { path });
        const kept = await context.expect("GetCredential", 200, { path, ...token });
        isThe(credential, kept.json, kept, "body (after it was not removed)");
        await create(context, [host], token);
        await context.expect("RemoveCredential", 204, { path });
        await context.expect("RemoveCredential", 404, { path });
        await context.expect("GetCredential", 404, { path, ...token });
      });
    },
  },
];
