import { randomUUID } from "node:crypto";
import { CredentialKind, type components } from "@hostscan/contract";
import {
  type CallContext,
  type Caller,
  type CredentialService,
  conflict,
  type InvalidValue,
  invalid,
  notFound,
  type Page,
  type PageAsked,
  type Result,
  type SchedulingContext,
} from "@hostscan/core";
import { type Credentials, ownerOf } from "./hosts.ts";
import { KeptAnswers } from "./kept-answers.ts";

type Schemas = components["schemas"];
type Credential = Schemas["Credential"];
type Secret = Schemas["CredentialSecret"];

const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** A host's name, an address or a network, each with a port or without, as far as a fixture tells. */
const PART = /^[*\w.:[\]-]+(?:\/\d+)?(?::\d+)?$/;
const CALLER = /^(?:app|user|token|oidc):\S+$|^all$/;

/** What can be said of a secret. */
const natureOf = ({ password, privateKey, keytab, elevation }: Secret) => ({
  kinds: [
    ...(password ? [CredentialKind.Password] : []),
    ...(privateKey ? [CredentialKind.PrivateKey] : []),
    ...(keytab ? [CredentialKind.Keytab] : []),
  ],
  elevationMethod: elevation?.method ?? null,
});

/** What is wrong with a secret, below a place. */
function secretErrors({ password, privateKey, passphrase, keytab }: Secret, at: string): InvalidValue[] {
  const wrong = (is: boolean, path: string, message: string) =>
    is ? [{ path: `${at}${path}`, message }] : [];
  return [
    ...wrong(!password && !privateKey && !keytab, "", "must hold a password, a private key or a keytab"),
    ...wrong(Boolean(passphrase) && !privateKey, "/passphrase", "needs the private key that it opens"),
    ...wrong(Boolean(privateKey) && !privateKey?.includes("PRIVATE KEY"), "", "holds no private key"),
  ];
}

function scopeErrors({ scope, callers }: Schemas["CredentialScope"]): InvalidValue[] {
  const wrong = (is: boolean, path: string, message: string) => (is ? [{ path, message }] : []);
  return [
    ...wrong(!scope.every((part) => PART.test(part.trim())), "/scope", "is no list of networks and hosts"),
    ...wrong(callers?.every((one) => CALLER.test(one)) === false, "/callers", "is no list of callers"),
  ];
}

/** What the document says of service accounts, in memory: a fixture of the port. No secret is kept. */
export abstract class InMemoryCredentials extends KeptAnswers implements CredentialService {
  readonly accounts = new Map<string, Credential>();
  private readonly given: Credentials;

  constructor(given: Credentials) {
    super();
    this.given = given;
    for (const [number, id] of [...given.ids].entries()) {
      const name = number === 0 ? "linux-scan" : `linux-scan-${number}`;
      const shown = {
        kinds: [CredentialKind.Password],
        elevationMethod: null,
        userName: "scan",
        domain: null,
      };
      this.keep({ id, name, ...shown, scope: ["anywhere"], callers: ["all"] });
    }
  }

  /** The credentials that requests may name. */
  protected get credentials(): Credentials {
    const named = (name: string) => [...this.accounts.values()].find((each) => each.name === name)?.id;
    return {
      ids: new Set(this.accounts.keys()),
      named: (name, id) => named(name) ?? this.given.named(name, id),
    };
  }

  /** Whether a host is scanned with a credential. */
  protected abstract isInUse(credentialId: string): boolean;

  /** A page of a list. */
  protected abstract page<Item>(
    all: readonly Item[],
    keyOf: (item: Item) => string,
    asked: { readonly limit: number; readonly after?: string | undefined },
  ): Result<Page<Item>>;

  async listCredentials(asked: PageAsked, { caller }: CallContext) {
    const named = [...this.accounts.values()].filter((each) => this.mayName(each, caller));
    const sorted = named.sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.page(
      sorted.map((each) => this.tell(each, caller)),
      ({ name }) => name,
      asked,
    );
  }

  async getCredential(credentialId: string, { caller }: CallContext): Promise<Result<Credential>> {
    const found = this.accounts.get(credentialId.toLowerCase());
    return found && this.mayName(found, caller) ? ok(this.tell(found, caller)) : noCredential(credentialId);
  }

  async addCredential(credential: Schemas["NewCredential"], context: SchedulingContext) {
    return this.once(this.kept.add, credential, context, () => {
      const { name, userName, domain, secret, scope, callers } = credential;
      const errors = [...scopeErrors(credential), ...secretErrors(secret, "/secret")];
      if (errors.length > 0) return invalid(errors);
      if ([...this.accounts.values()].some((each) => each.name === name))
        return conflict("There is a credential of this name already.");
      const account = domain ? `${userName}@${domain.toUpperCase()}` : userName;
      const shown = { ...natureOf(secret), userName: account, domain: domain?.toUpperCase() ?? null };
      const kept = this.keep({ id: randomUUID(), name, ...shown, scope, callers: callers ?? ["all"] });
      return ok(this.tell(kept, context.caller));
    });
  }

  async changeCredentialSecret(credentialId: string, secret: Secret, context: CallContext) {
    const errors = secretErrors(secret, "");
    if (errors.length > 0) return invalid(errors);
    return this.change(credentialId, { ...natureOf(secret), ...unpaused }, context);
  }

  async changeCredentialScope(
    credentialId: string,
    stated: Schemas["CredentialScope"],
    context: CallContext,
  ) {
    const { scope, callers } = stated;
    const errors = scopeErrors(stated);
    return errors.length > 0
      ? invalid(errors)
      : this.change(credentialId, { scope, ...(callers && { callers }) }, context);
  }

  async resumeCredential(credentialId: string, context: CallContext) {
    return this.change(credentialId, unpaused, context);
  }

  async removeCredential(credentialId: string, _context: CallContext): Promise<Result<void>> {
    const id = credentialId.toLowerCase();
    if (!this.accounts.has(id)) return noCredential(id);
    if (this.isInUse(id)) return conflict(`The credential ${id} is in use. Give its hosts another.`);
    this.accounts.delete(id);
    return ok(undefined);
  }

  /** Whether a caller may name a credential. */
  protected mayName({ callers = [] }: Credential, caller: Caller): boolean {
    return caller.role === "Admin" || callers.includes("all") || callers.includes(ownerOf(caller));
  }

  /** What a caller is told of a credential. */
  protected tell({ userName, callers, ...credential }: Credential, caller: Caller): Credential {
    return caller.role === "Admin"
      ? { ...credential, ...(userName && { userName }), ...(callers && { callers }) }
      : credential;
  }

  private keep(credential: Credential): Credential {
    const createdTimeUtc = new Date().toISOString();
    const kept = { ...credential, ...unpaused, createdTimeUtc };
    this.accounts.set(kept.id, kept);
    return kept;
  }

  private change(
    credentialId: string,
    members: Partial<Credential>,
    { caller }: CallContext,
  ): Result<Credential> {
    const id = credentialId.toLowerCase();
    const known = this.accounts.get(id);
    if (known === undefined) return noCredential(id);
    const changed = { ...known, ...members };
    this.accounts.set(id, changed);
    return ok(this.tell(changed, caller));
  }
}

const unpaused = { pausedTimeUtc: null, pausedDescription: null };

const noCredential = (id: string) => notFound(`No credential has the id ${id.toLowerCase()}.`);
