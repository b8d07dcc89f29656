import type { components } from "@hostscan/contract";
import type { CallContext, Caller, PageAsked, SchedulingContext } from "@hostscan/core";
import { InMemoryJobs } from "@hostscan/server/testing";
import { model } from "./jobs.ts";
import { type BrokenPromise, breaks, changing, changingJson, instead, withHeader } from "./mutant.ts";

type Schemas = components["schemas"];
type Credential = Schemas["Credential"];

const accounts = /^\/api\/v1\/Credential/;

export const brokenAdministration: readonly BrokenPromise[] = [
  ...breaks("admins-only", {
    "an App is taken for an Admin": instead(({ request, path, method }, forward) => {
      if (method !== "POST" || path !== "/Trust") return undefined;
      const headers = new Headers(request.headers);
      headers.set("Authorization", "Bearer admin-token");
      return forward(new Request(request, { headers }));
    }),
  }),
  ...breaks("credential-secret-never-told", {
    "in the answer": changing(async (call, response) => {
      if (call.method !== "POST" || !accounts.test(call.path)) return undefined;
      return withHeader(
        new Response(
          (await response.text()).replace(/\}$/, `,"echo":${JSON.stringify(call.text)}}`),
          response,
        ),
        "X-Echo",
        undefined,
      );
    }),
    "in base64": changing(async (call, response) => {
      const { secret } = Object(call.body);
      const { password } = Object(secret);
      if (response.status !== 200 || password === undefined) return undefined;
      return new Response((await response.text()).replace(/\}$/, `,"echo":"${btoa(password)}"}`), response);
    }),
  }),
  ...breaks("credentials-for-callers", {
    "whoever it is": model(
      () =>
        new (class extends InMemoryJobs {
          protected override mayName(): boolean {
            return true;
          }
        })(),
    ),
    "all of it": model(
      () =>
        new (class extends InMemoryJobs {
          protected override tell(credential: Credential): Credential {
            return credential;
          }
        })(),
    ),
    "no more to an Admin": model(
      () =>
        new (class extends InMemoryJobs {
          protected override tell(credential: Credential, caller: Caller): Credential {
            return super.tell(credential, { ...caller, role: "App" });
          }
        })(),
    ),
    "in another order": changingJson((json, { path, query }) =>
      path === "/api/v1/Credential" && query.get("limit") === "200"
        ? Object.values(json).toReversed()
        : undefined,
    ),
  }),
  ...breaks("credential-as-added", {
    "for everywhere": changingJson((json, { path, method }, status) =>
      method === "GET" && status === 200 && /^\/api\/v1\/Credential\/[^/]+$/.test(path)
        ? { ...json, scope: ["anywhere"] }
        : undefined,
    ),
    "without its domain": model(
      () =>
        new (class extends InMemoryJobs {
          override addCredential(credential: Schemas["NewCredential"], context: SchedulingContext) {
            return super.addCredential({ ...credential, domain: null }, context);
          }
        })(),
    ),
  }),
  ...breaks("credential-refused", {
    "a scope that is none is kept": model(
      () =>
        new (class extends InMemoryJobs {
          override addCredential(credential: Schemas["NewCredential"], context: SchedulingContext) {
            return super.addCredential({ ...credential, scope: ["anywhere"] }, context);
          }
        })(),
    ),
    "at another place": changingJson((json, { path, method }, status) =>
      method === "POST" && accounts.test(path) && status === 400
        ? { ...json, errors: [{ path: "/elsewhere", message: "is wrong" }] }
        : undefined,
    ),
    "a change of the scope is not": model(
      () =>
        new (class extends InMemoryJobs {
          override changeCredentialScope(id: string, _: Schemas["CredentialScope"], context: CallContext) {
            return super.changeCredentialScope(id, { scope: ["anywhere"] }, context);
          }
        })(),
    ),
  }),
  ...breaks("credential-name-unique", {
    "two of a name": model(
      () =>
        new (class extends InMemoryJobs {
          override async addCredential(credential: Schemas["NewCredential"], context: SchedulingContext) {
            const added = await super.addCredential(credential, context);
            if (added.ok || added.rejection.kind !== "conflict") return added;
            return super.addCredential({ ...credential, name: crypto.randomUUID() }, context);
          }
        })(),
    ),
  }),
  ...breaks("credential-secret-replaced", {
    "what is not stated stays": changingJson((json, { path, method }, status) =>
      method === "PUT" && path.endsWith("/Secret") && status === 200
        ? { ...json, elevationMethod: 0 }
        : undefined,
    ),
  }),
  ...breaks("credential-scope-changed", {
    "callers are forgotten": model(
      () =>
        new (class extends InMemoryJobs {
          override changeCredentialScope(
            id: string,
            stated: Schemas["CredentialScope"],
            context: CallContext,
          ) {
            return super.changeCredentialScope(id, { callers: ["all"], ...stated }, context);
          }
        })(),
    ),
    "the scope stays": changingJson((json, { path, method }, status) =>
      method === "PUT" && path.endsWith("/Scope") && status === 200
        ? { ...json, scope: ["*.contract.invalid"] }
        : undefined,
    ),
  }),
  ...breaks("resume-keeps", {
    "another scope": changingJson((json, { path, method }, status) =>
      method === "DELETE" && path.endsWith("/Pause") && status === 200
        ? { ...json, scope: ["anywhere"] }
        : undefined,
    ),
  }),
  ...breaks("credential-in-use-stays", {
    "it goes": model(
      () =>
        new (class extends InMemoryJobs {
          protected override isInUse(): boolean {
            return false;
          }
        })(),
    ),
    "it stays for good": model(
      () =>
        new (class extends InMemoryJobs {
          protected override isInUse(): boolean {
            return true;
          }
        })(),
    ),
  }),
  ...breaks("awaiting-trust", {
    "what is trusted instead is not told": changingJson((json, { path, method }) =>
      method === "GET" && path === "/Trust"
        ? Object.values(json).map((key) => ({ ...Object(key), trustedThumbprint: null }))
        : undefined,
    ),
    "of whatever job": model(
      () =>
        new (class extends InMemoryJobs {
          override listAwaitingTrust({ limit, after }: PageAsked, context: CallContext) {
            return super.listAwaitingTrust({ limit, ...(after !== undefined && { after }) }, context);
          }
        })(),
    ),
  }),
  ...breaks("hosts-trusted", {
    "what was trusted before is not told": changingJson((json, { path, method }, status) =>
      method === "POST" && path === "/Trust" && status === 200
        ? Object.values(json).map((host) => ({ ...Object(host), formerThumbprint: null }))
        : undefined,
    ),
    "in one form alone": model(
      () =>
        new (class extends InMemoryJobs {
          protected override trustErrors(hosts: readonly Schemas["TrustedHost"][]) {
            return hosts.some(({ thumbprint }) => !thumbprint.startsWith("SHA256:"))
              ? [{ path: "/0/thumbprint", message: "is wrong" }]
              : super.trustErrors(hosts);
          }
        })(),
    ),
  }),
  ...breaks("hosts-trusted-all-or-none", {
    "those that have shown it": model(
      () =>
        new (class extends InMemoryJobs {
          override async trustHosts(hosts: readonly Schemas["TrustedHost"][], context: SchedulingContext) {
            await super.trustHosts(hosts.slice(0, 1), context);
            return super.trustHosts(hosts, context);
          }
        })(),
    ),
    "whatever it has shown": model(
      () =>
        new (class extends InMemoryJobs {
          protected override trustErrors(hosts: readonly Schemas["TrustedHost"][]) {
            return super.trustErrors(hosts).filter(({ path }) => !path.endsWith("/thumbprint"));
          }
        })(),
    ),
  }),
  ...breaks("review-code", {
    "any code is good": model(
      () =>
        new (class extends InMemoryJobs {
          override async trustReviewed(
            id: string,
            _: Schemas["TrustReviewCode"],
            context: SchedulingContext,
          ) {
            const review = await super.reviewTrust(id, context);
            const code = review.ok ? review.value.code : "";
            return super.trustReviewed(id, { code }, context);
          }
        })(),
    ),
    "the same for each list": changingJson((json, { path, method }, status) =>
      method === "GET" && path.startsWith("/Trust/Job") && status === 200
        ? { ...json, code: "0123456789abcdef" }
        : undefined,
    ),
  }),
  ...breaks("known-hosts-told", {
    "nobody shows another key": changingJson((json, { path }, status) =>
      path === "/Trust/KnownHosts" && status === 200 ? { ...json, mismatches: [] } : undefined,
    ),
    "without the lines of authorities": changingJson((json, { path }, status) =>
      path === "/Trust/KnownHosts" && status === 200 ? { ...json, authorityLines: [] } : undefined,
    ),
    "a bad line is passed over": model(
      () =>
        new (class extends InMemoryJobs {
          override trustKnownHosts(file: Schemas["KnownHosts"], context: SchedulingContext) {
            const knownHosts = file.knownHosts.replace(/^nonsense$/m, "");
            return super.trustKnownHosts({ ...file, knownHosts }, context);
          }
        })(),
    ),
    "whichever hosts are meant": model(
      () =>
        new (class extends InMemoryJobs {
          override trustKnownHosts({ knownHosts }: Schemas["KnownHosts"], context: SchedulingContext) {
            return super.trustKnownHosts({ knownHosts }, context);
          }
        })(),
    ),
  }),
  ...breaks("known-hosts-bounds", {
    "as many lines as one likes": model(
      () =>
        new (class extends InMemoryJobs {
          override trustKnownHosts(file: Schemas["KnownHosts"], context: SchedulingContext) {
            const knownHosts = file.knownHosts.replaceAll(/\n{2,}/g, "\n");
            return super.trustKnownHosts({ ...file, knownHosts }, context);
          }
        })(),
    ),
  }),
];
