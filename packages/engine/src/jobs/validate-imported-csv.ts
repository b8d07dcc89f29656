import type { components } from "@hostscan/contract";
import type { CallContext, InvalidValue, HostRequest as Request, Result } from "@hostscan/core";
import { refuseDenied } from "../hosts/denied-hosts.ts";
import { readHostSettings } from "../hosts/host-settings.ts";
import { refuseForeign } from "../hosts/onboard-hosts.ts";
import { type PlacedSettings, readHosts } from "../hosts/read-hosts.ts";
import { resolveCredentials } from "../hosts/resolve-credentials.ts";
import type { JobStore } from "./schedule.ts";

type Validated = components["schemas"]["ValidatedHostScanJobRequest"];

/** Where the answer tells what is wrong with a member; what is not here, it has no place for. */
const ERROR_OF = new Map<
  string,
  "dnsHostNameError" | "ipAddressError" | "platformNameError" | "credentialNameError"
>([
  ["dnsHostName", "dnsHostNameError"],
  ["ipAddress", "ipAddressError"],
  ["platformName", "platformNameError"],
  ["credentialId", "credentialNameError"],
  ["credentialName", "credentialNameError"],
  // That a port is outside its scope is told of the credential.
  ["sshPort", "credentialNameError"],
]);

/** `ValidateImportedCsv`: what `PostListOfIdsAsync` would find wrong with each row. Nothing is written. */
export async function validateImportedCsv(
  { db, networks }: Pick<JobStore, "db" | "networks">,
  rows: readonly Request[],
  context: CallContext,
): Promise<Result<Validated[]>> {
  const read = await readHosts(rows, (row, pointer) =>
    refuseDenied(networks, readHostSettings(row, pointer), pointer),
  );
  const unread = readCredentials(rows, read.hosts);
  const precedence = "request";
  const use = { caller: context.caller, precedence } as const;
  const { good, bad, foreign } = await db.transaction().execute(async (trx) => {
    const resolution = await resolveCredentials(trx, read.hosts, use);
    return {
      good: resolution,
      bad: await resolveCredentials(trx, unread, use),
      foreign: await refuseForeign(trx, resolution.resolved, { precedence, context }),
    };
  });
  const validated = rows.map(
    (row): Validated => ({
      ...row,
      dnsHostNameError: null,
      ipAddressError: null,
      platformNameError: null,
      credentialNameError: null,
    }),
  );
  for (const error of read.errors) note(validated, error, "dnsHostNameError");
  // Of rows that have no host, nothing but the credential itself is judged.
  const ofCredentials = bad.errors.filter(({ path }) => !/\/\d+\/(?!credential)/.test(path));
  for (const error of [...good.errors, ...ofCredentials]) note(validated, error, "credentialNameError");
  for (const error of foreign) noteForeign(validated, error);
  return { ok: true, value: validated };
}

/** Rows with something else wrong are judged by their credential all the same, under a name that no host has (RFC 2606). */
function readCredentials(rows: readonly Request[], good: readonly PlacedSettings[]): PlacedSettings[] {
  const pointers = new Set(good.map(({ pointer }) => pointer));
  return rows.flatMap(({ credentialId, credentialName = null }, index) => {
    const pointer = `/${index}`;
    if (pointers.has(pointer)) return [];
    const dnsHostName = `row-${index}.invalid`;
    const read = readHostSettings(
      { dnsHostName, credentialName, ...(credentialId && { credentialId }) },
      pointer,
    );
    return "settings" in read ? [{ pointer, settings: read.settings }] : [];
  });
}

/** Puts an error into its row's place for it, which is `ofRow` where it is the whole row's. The first one stays. */
function note(
  validated: readonly Validated[],
  { path, message }: InvalidValue,
  ofRow: "dnsHostNameError" | "credentialNameError",
): void {
  const [, index, member] = path.split("/");
  const row = validated[Number(index)];
  const place = member === undefined ? ofRow : ERROR_OF.get(member);
  if (row !== undefined && place !== undefined) row[place] ??= message;
}

/** What has no place of its own is told at the row's, by its name. */
function noteForeign(validated: readonly Validated[], { path, message }: InvalidValue): void {
  const [, index, member = ""] = path.split("/");
  if (ERROR_OF.has(member)) note(validated, { path, message }, "dnsHostNameError");
  else note(validated, { path: `/${index}`, message: `${member} ${message}` }, "dnsHostNameError");
}
