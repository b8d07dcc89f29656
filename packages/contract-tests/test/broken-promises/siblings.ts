import { ActionStatus } from "@hostscan/contract";
import type { CallContext, Caller, HostRequest, Result, SchedulingContext } from "@hostscan/core";
import { InMemoryJobs, type Job, type Kept, type KnownHost, type Onboarder } from "@hostscan/server/testing";
import { isCreate, model } from "./jobs.ts";
import {
  type BrokenPromise,
  breaks,
  changingJson,
  instead,
  isList,
  problem,
  resent,
  rowsOf,
} from "./mutant.ts";

const isValidate = (path: string) => path === "/ValidateImportedCSV";
const isBlank = (value: unknown) => typeof value === "string" && value.trim() === "";

/** Tells a part of the errors. */
const tells = (operation: RegExp, keeps: (path: string, i: number, all: readonly string[]) => boolean) =>
  changingJson((json, { path }, status) => {
    const { errors } = json;
    if (status !== 400 || !operation.test(path) || !isList(errors)) return undefined;
    const paths = errors.map((error) => String(Object(error).path));
    return { ...json, errors: errors.filter((_, i) => keeps(paths[i] ?? "", i, paths)) };
  });

const rowOf = (path: string) => path.split("/")[1];

/** Reads the content of a call otherwise, where it looks for the answer of a key. */
const readsContent = (read: (content: unknown) => unknown) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        protected override once<T>(
          kept: Map<string, Kept<T>>,
          content: unknown,
          context: SchedulingContext,
          act: () => Result<T>,
        ) {
          return super.once(kept, read(content), context, act);
        }
      })(),
  );

/** Known hosts that a request changes otherwise. */
const clears = (isSaid: (value: unknown) => boolean) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override onboard(request: HostRequest, caller: Onboarder): KnownHost {
          const host = super.onboard(request, caller);
          if (isSaid(request.os)) {
            host.settings = { ...host.settings, os: undefined };
            host.found = { ...host.found, os: null };
          }
          return host;
        }
      })(),
  );

/** Does not list, or find, jobs that were cancelled. */
const hides = (isHidden: (where: "list" | "newest") => boolean) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        private hiding = false;
        private async without<T>(where: "list" | "newest", act: () => Promise<T>): Promise<T> {
          this.hiding = isHidden(where);
          try {
            return await act();
          } finally {
            this.hiding = false;
          }
        }
        override listJobs(page: { readonly limit: number; readonly after?: string }, context: CallContext) {
          return this.without("list", () => super.listJobs(page, context));
        }
        override latestJobForHost(hostId: string, context: CallContext) {
          return this.without("newest", () => super.latestJobForHost(hostId, context));
        }
        protected override sees(job: Job, caller: Caller) {
          return super.sees(job, caller) && !(this.hiding && this.statusOf(job) === ActionStatus.Cancelled);
        }
      })(),
  );

const byAddress = (change: (request: HostRequest) => HostRequest | undefined) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        protected override known(request: HostRequest) {
          const changed = request.dnsHostName?.trim() ? request : change(request);
          return changed && super.known(changed);
        }
        protected override twice(requests: readonly HostRequest[]) {
          return super.twice(
            requests.map((each) => (each.dnsHostName?.trim() ? each : (change(each) ?? each))),
          );
        }
      })(),
  );

/** Shows each host otherwise, by what it has now. */
const shows = (change: (host: KnownHost, asAsked: Readonly<Record<string, unknown>>) => object) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override show(job: Job) {
          const shown = super.show(job);
          const hosts = (shown.hostScanHostStatus ?? []).map((host, i) => {
            const known = job.records[i]?.host;
            return known ? { ...host, ...change(known, { ...job.records[i]?.settings }) } : host;
          });
          return { ...shown, hostScanHostStatus: hosts };
        }
      })(),
  );

const validatedOtherwise = (change: (row: Record<string, unknown>, i: number, sent: object) => object) =>
  changingJson((json, call, status) =>
    isValidate(call.path) && status === 200 && "0" in json
      ? Object.values(json).map((row, i) => change({ ...Object(row) }, i, rowsOf(call)[i] ?? {}))
      : undefined,
  );

/** What a server gets wrong at one operation, or in one member, that it gets right elsewhere. */
export const brokenSiblings: readonly BrokenPromise[] = [
  ...breaks("known-host-keeps", {
    "null clears what is known": clears((os) => os === null),
    "a blank clears what is known": clears(isBlank),
  }),
  ...breaks("null-says-nothing", {
    "a blank name is a name": instead((call) =>
      rowsOf(call).some(({ dnsHostName: name, ipAddress }) => isBlank(name) && ipAddress)
        ? problem(400, "/0/dnsHostName")
        : undefined,
    ),
    "a blank name is a name, when validated": validatedOtherwise((row) =>
      isBlank(row["dnsHostName"]) && row["ipAddress"]
        ? { ...row, dnsHostNameError: "must be a DNS name" }
        : row,
    ),
    "zeros disagree with a credential's name": instead((call) =>
      rowsOf(call).some(({ credentialId, credentialName }) => /^0/.test(`${credentialId}`) && credentialName)
        ? problem(400, "/0/credentialId", "/0/credentialName")
        : undefined,
    ),
  }),
  ...breaks("row-errors", {
    "a known host lacks a credential": validatedOtherwise((row, _i, sent) =>
      Object.entries(sent).some(([member, value]) => member === "credentialId" && value) ||
      row["credentialName"]
        ? row
        : { ...row, credentialNameError: "is needed" },
    ),
    "an unknown credential is told of names alone": validatedOtherwise((row) =>
      row["credentialId"] && !row["credentialName"] ? { ...row, credentialNameError: null } : row,
    ),
    "a row without a host is told at its address": validatedOtherwise((row) =>
      row["dnsHostName"] || row["ipAddress"]
        ? row
        : { ...row, dnsHostNameError: null, ipAddressError: row["dnsHostNameError"] },
    ),
  }),
  ...breaks("rows-as-sent", {
    "22 for port 0": validatedOtherwise((row) => (row["sshPort"] === 0 ? { ...row, sshPort: 22 } : row)),
    "without members that are null": validatedOtherwise((row) =>
      Object.fromEntries(
        Object.entries(row).filter(([member, value]) => value !== null || member.endsWith("Error")),
      ),
    ),
    "null for what is blank": validatedOtherwise((row) =>
      Object.fromEntries(Object.entries(row).map(([member, value]) => [member, value === "" ? null : value])),
    ),
  }),
  ...breaks("key-other-content", {
    "the order does not matter": readsContent((content) =>
      isList(content) ? content.map((item) => JSON.stringify(item)).toSorted() : content,
    ),
    "the first item alone": readsContent((content) => (isList(content) ? content.slice(0, 1) : content)),
    "the order of names does not matter": readsContent((content) =>
      isList(content) && isList(content[1]) ? [content[0], content[1].toSorted()] : content,
    ),
  }),
  ...breaks("newest-with-all-hosts", { "the newest that was not cancelled": hides((at) => at === "newest") }),
  ...breaks("list-shows-hosts", { "those that were not cancelled": hides((at) => at === "list") }),
  ...breaks("errors-tell-everything", {
    "of an OU, the credential alone": tells(/^\/OuMapping/, (path, _i, all) =>
      all.includes("credentialId") ? path === "credentialId" : true,
    ),
    "of an OU, the first name alone": tells(/^\/OuMapping/, (_path, i) => i === 0),
    "of ids, the first alone": tells(/^\/ByHostIdMultiple/, (_path, i) => i === 0),
    "one of each row": tells(
      /^$/,
      (path, i, all) => all.findIndex((each) => rowOf(each) === rowOf(path)) === i,
    ),
    "one of each row, when validated": tells(
      /^\/Validate/,
      (path, i, all) => all.findIndex((each) => rowOf(each) === rowOf(path)) === i,
    ),
    "of credentials, the first alone": tells(/^\/signinBody/, (_path, i) => i === 0),
  }),
  ...breaks("row-address", {
    "IPv4 alone": changingJson((json, call, status) =>
      status === 400 && isList(json["errors"]) && isCreate(call.path, call.method)
        ? {
            ...json,
            errors: [
              ...json["errors"],
              ...rowsOf(call).flatMap(({ ipAddress }, i) =>
                `${ipAddress}`.includes(":")
                  ? [{ path: `/${i}/ipAddress`, message: "must be an IPv4 or IPv6 address" }]
                  : [],
              ),
            ],
          }
        : undefined,
    ),
  }),
  ...breaks("address-only", { "a new host each time": byAddress(() => undefined) }),
  ...breaks("port-is-identity", {
    "not of an address": byAddress((request) => ({ ...request, sshPort: 22 })),
  }),
  ...breaks("scan-tells", {
    "the operating system that was asked for": shows((_host, { os }) => (os ? { os } : {})),
  }),
  ...breaks("ended-never-changes", {
    "shows the address that the host has now": shows(({ settings }) => ({
      ipAddress: settings.ipAddress ?? null,
    })),
  }),
  ...breaks("scheme-in-any-case", {
    "as it is written in the document": instead(({ authorization }) =>
      authorization?.startsWith("bearer ") ? problem(401) : undefined,
    ),
  }),
  ...breaks("bearer-required", {
    "parses the body before": instead(({ authorization, method, text, body, path }) =>
      authorization === null &&
      method === "POST" &&
      text !== "" &&
      body === undefined &&
      path !== "/signinBody"
        ? problem(400)
        : undefined,
    ),
  }),
  ...breaks("other-role", {
    "validates before": instead(({ authorization, method, body }) =>
      authorization === "Bearer guest-token" && method === "POST" && body !== undefined && !isList(body)
        ? problem(400)
        : undefined,
    ),
  }),
  ...breaks("body-charset", {
    "not in quotes": instead(({ header }) =>
      header("Content-Type")?.includes('charset="') ? problem(415) : undefined,
    ),
  }),
  ...breaks("types", {
    "no integer with a point": instead(({ text }) =>
      /"sshPort":\s*22\.0/.test(text) ? problem(400, "/0/sshPort") : undefined,
    ),
  }),
  ...breaks("texts-are-well-formed", {
    "takes U+0000 when signing in": instead(({ path, text }) =>
      path === "/signinBody" && /\\u0000/.test(text) ? problem(401) : undefined,
    ),
    "takes U+0000 in a form": instead((call, forward) =>
      call.path === "/signinBody" && call.text.includes("%00")
        ? forward(resent(call, { body: call.text.replace("%00", "") }))
        : undefined,
    ),
  }),
  ...breaks("sign-in-form", {
    "blanks before JSON make a form": instead(({ path, text, header }) =>
      path === "/signinBody" && /^\s+\{/.test(text) && header("Content-Type") !== "application/json"
        ? problem(400, "/Login")
        : undefined,
    ),
    "percent codes of what needs none are kept": instead(({ path, text }) =>
      path === "/signinBody" && /Login=%/.test(text) ? problem(401) : undefined,
    ),
    "JSON once there is a brace": instead(({ path, text }) =>
      path === "/signinBody" && text.includes("%7B") ? problem(400, "") : undefined,
    ),
  }),
];
