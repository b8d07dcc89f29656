import type {
  AccountFilter,
  CallContext,
  ChangeFilter,
  HostFilter,
  JobFilter,
  PageAsked,
} from "@hostscan/core";
import { InMemoryJobs } from "@hostscan/server/testing";
import { model } from "./jobs.ts";
import {
  type BrokenPromise,
  breaks,
  changing,
  changingJson,
  instead,
  isList,
  problem,
  resent,
  withHeader,
} from "./mutant.ts";

/** A filter that is passed over. */
const withoutFilter = (name: keyof HostFilter) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override listHosts(asked: PageAsked & HostFilter, context: CallContext) {
          const { [name]: _, ...others } = asked;
          return super.listHosts(others, context);
        }
      })(),
  );

/** A filter of jobs that is passed over. */
const withoutJobFilter = (name: keyof JobFilter) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override listJobs(asked: PageAsked & JobFilter, context: CallContext) {
          const { [name]: _, ...others } = asked;
          return super.listJobs(others, context);
        }
      })(),
  );

/** Filters of hosts as another server understands them. */
const filteredBy = (understood: (asked: PageAsked & HostFilter) => PageAsked & HostFilter) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override listHosts(asked: PageAsked & HostFilter, context: CallContext) {
          return super.listHosts(understood(asked), context);
        }
      })(),
  );

/** Changes the accounts that are listed. */
const accounts = (change: (account: Readonly<Record<string, unknown>>) => unknown) =>
  changingJson((json, { path }, status) =>
    status === 200 && path === "/User"
      ? Object.values(json).map((account) => change({ ...Object(account) }))
      : undefined,
  );

/** Passes the call on without a parameter. */
const passedOver = (path: RegExp, name: string) =>
  instead((call, forward) => {
    if (!path.test(call.path) || !call.query.has(name)) return undefined;
    const url = new URL(call.request.url);
    url.searchParams.delete(name);
    return forward(resent(call, { url: url.href }));
  });

const inventories = /^\/Host\/[^/]+\/(Users|Groups|Services|ScheduledTasks|Features)$/;

export const brokenInventory: readonly BrokenPromise[] = [
  ...breaks("jobs-filtered", {
    ...Object.fromEntries(
      (["status", "hostId", "since", "createdBy"] as const).map((name) => [
        `not by ${name}`,
        withoutJobFilter(name),
      ]),
    ),
    "those of a host on the first page alone": changing((call, response) => {
      const link = response.headers.get("Link");
      return call.path === "" && link
        ? withHeader(response, "Link", link.replace(/hostId=[^&]*&/, ""))
        : undefined;
    }),
  }),
  ...breaks("hosts-filtered", {
    ...Object.fromEntries(
      (["name", "os", "status", "scannedSince", "credentialId", "source"] as const).map((name) => [
        `not by ${name}`,
        withoutFilter(name),
      ]),
    ),
    "by os in its own case": filteredBy(({ os, ...asked }) => ({
      ...asked,
      ...(os !== undefined && { os: os === os.toUpperCase() ? "nothing" : os }),
    })),
    "scanned after that time, and not at it": filteredBy(({ scannedSince, ...asked }) => ({
      ...asked,
      ...(scannedSince !== undefined && {
        scannedSince: new Date(Date.parse(scannedSince) + 1).toISOString(),
      }),
    })),
    "no host once two filters are given": filteredBy((asked) =>
      Object.keys(asked).length > 3 ? { ...asked, name: "none" } : asked,
    ),
    "another one on the next page": changing((call, response) => {
      const link = response.headers.get("Link");
      return call.path === "/Host" && link
        ? withHeader(response, "Link", link.replace(/source=[^&]*/, "source=other"))
        : undefined;
    }),
  }),
  ...breaks("host-as-listed", {
    "without its status": changingJson((json, { path }) =>
      /^\/Host\/[^/]+$/.test(path) ? { ...json, status: null } : undefined,
    ),
    "without its keys": changingJson((json, { path }) =>
      /^\/Host\/[^/]+$/.test(path) ? { ...json, hostScanTrust: [] } : undefined,
    ),
    "with other counts": changingJson((json, { path }) =>
      /^\/Host\/[^/]+$/.test(path) && isList(json["hostScanSection"])
        ? { ...json, hostScanSection: json["hostScanSection"].map((one) => ({ ...Object(one), entries: 7 })) }
        : undefined,
    ),
  }),
  ...breaks("entry-id-stays", {
    "another at each call": changingJson((json, { path }, status) =>
      status === 200 && inventories.test(path)
        ? Object.values(json).map((entry) => ({ ...Object(entry), id: crypto.randomUUID() }))
        : undefined,
    ),
    "entries of whatever host": changingJson((json, { path }, status) =>
      status === 200 && inventories.test(path)
        ? Object.values(json).map((entry) => ({
            ...Object(entry),
            hostId: "00000000-0000-0000-0000-000000000001",
          }))
        : undefined,
    ),
  }),
  ...breaks("limit-default", {
    "40 hosts": filteredBy(({ limit, ...asked }) => ({ ...asked, limit: limit === 50 ? 40 : limit })),
  }),
  ...breaks("link-leads-on", {
    "entries begin anew on each page": passedOver(inventories, "after"),
  }),
  ...breaks("foreign-cursor", {
    "accounts from the beginning": passedOver(/^\/User$/, "after"),
    "hosts from the beginning": passedOver(/^\/Host$/, "after"),
  }),
  ...breaks("jobs-of-own", {
    "a host is listed, but not found": instead(({ path, authorization }) =>
      /^\/Host\/[^/]+$/.test(path) && authorization === "Bearer other-token" ? problem(404) : undefined,
    ),
    "entries of a host that is not found": instead(({ path, authorization }) =>
      /^\/Host(\/[^/]+)?$/.test(path) && authorization === "Bearer other-token" ? problem(404) : undefined,
    ),
  }),
  ...breaks("account-found", {
    "in the case that it is written in": model(
      () =>
        new (class extends InMemoryJobs {
          override async listAccounts(asked: PageAsked & AccountFilter, context: CallContext) {
            const name = asked.name ?? "";
            return name === name.toLowerCase()
              ? super.listAccounts(asked, context)
              : super.listAccounts({ ...asked, name: "nobody at all" }, context);
          }
        })(),
    ),
    "its host's own alone": changingJson((json, { path }, status) =>
      status === 200 && path === "/User"
        ? Object.values(json).filter((account) => Object(account).hostScanUser !== null)
        : undefined,
    ),
    "without what runs as it": changingJson((json, { path }, status) =>
      status === 200 && path === "/User"
        ? Object.values(json).map((account) => ({ ...Object(account), scheduledTaskCount: 0 }))
        : undefined,
    ),
    "in upper case": accounts((account) => ({
      ...account,
      userName: `${account["userName"]}`.toUpperCase(),
    })),
    "with names of other services": accounts((account) => ({
      ...account,
      services: isList(account["services"]) ? account["services"].map(() => "sshd") : [],
    })),
    "whatever its user id": passedOver(/^\/User$/, "unixId"),
    "whatever is asked for": model(
      () =>
        new (class extends InMemoryJobs {
          override listAccounts({ limit }: PageAsked & AccountFilter, context: CallContext) {
            return super.listAccounts({ limit }, context);
          }
        })(),
    ),
  }),
  ...breaks("change-is-told", {
    "without what it was": changingJson((json, { path }, status) =>
      status === 200 && path === "/Change"
        ? Object.values(json).map((change) => ({ ...Object(change), from: null }))
        : undefined,
    ),
    "always as added": changingJson((json, { path }, status) =>
      status === 200 && path === "/Change"
        ? Object.values(json).map((change) => ({ ...Object(change), kind: 0 }))
        : undefined,
    ),
  }),
  ...breaks("changes-newest-first", {
    "the oldest first": model(
      () =>
        new (class extends InMemoryJobs {
          override async listChanges(asked: PageAsked & ChangeFilter, context: CallContext) {
            this.changes.sort((a, b) => (`${a.changedTimeUtc}` < `${b.changedTimeUtc}` ? -1 : 1));
            return super.listChanges(asked, context);
          }
        })(),
    ),
    ...Object.fromEntries(
      (["hostId", "since", "section", "kind"] as const).map((name) => [
        `whatever the ${name}`,
        model(
          () =>
            new (class extends InMemoryJobs {
              override listChanges(asked: PageAsked & ChangeFilter, context: CallContext) {
                const { [name]: _, ...others } = asked;
                return super.listChanges(others, context);
              }
            })(),
        ),
      ]),
    ),
  }),
];
