import type { HostRequest } from "@hostscan/core";
import { InMemoryJobs } from "@hostscan/server/testing";
import { model } from "./jobs.ts";
import { type BrokenPromise, breaks, type Call, changingJson, instead, resent, rowsOf } from "./mutant.ts";

const isValidate = ({ path }: Pick<Call, "path">) => path === "/ValidateImportedCSV";

/** Leaves out the faults of some rows, by what was sent and the row's number. */
const overlooksRows = (isOverlooked: (row: number, rows: readonly HostRequest[]) => boolean) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        protected override twice(rows: readonly HostRequest[]) {
          return super.twice(rows).filter(({ path }) => !isOverlooked(Number(path.slice(1)), rows));
        }
      })(),
  );

/** Takes what no literal of an address is written as. */
const readsAddress = (written: RegExp, meant: (text: string) => string) =>
  instead((call, forward) => {
    const rows = rowsOf(call);
    if (!rows.some(({ ipAddress }) => written.test(String(ipAddress)))) return undefined;
    const read = rows.map((row) =>
      written.test(String(row["ipAddress"])) ? { ...row, ipAddress: meant(String(row["ipAddress"])) } : row,
    );
    return forward(resent(call, { body: JSON.stringify(read) }));
  });

const validatedRows = (change: (row: Record<string, unknown>) => object) =>
  changingJson((json, call, status) =>
    isValidate(call) && status === 200
      ? Object.values(json).map((row) => change({ ...Object(row) }))
      : undefined,
  );

const errorsOf = ["dnsHostNameError", "ipAddressError", "platformNameError", "credentialNameError"];

/** Mistakes as implementers make them in rows and what is told of them: of a language or its libraries. */
export const brokenPlausiblyInRows: readonly BrokenPromise[] = [
  ...breaks("create-names-once", {
    "but for those with others between": overlooksRows(
      (row, rows) => rows[row - 1]?.dnsHostName?.toLowerCase() !== rows[row]?.dnsHostName?.toLowerCase(),
    ),
    "addresses are compared as text": overlooksRows(
      (row, rows) =>
        !rows[row]?.dnsHostName &&
        rows.filter(({ ipAddress }) => ipAddress === rows[row]?.ipAddress).length < 2,
    ),
  }),
  ...breaks("port-default", {
    "a Windows at another port is another host": overlooksRows(
      (row, rows) => rows[row]?.platformName === "Windows" && (rows[row]?.sshPort || 22) !== 22,
    ),
  }),
  ...breaks("row-errors", {
    "the first error of a row": validatedRows((row) => {
      const first = errorsOf.find((error) => row[error] !== null);
      return {
        ...row,
        ...Object.fromEntries(errorsOf.map((error) => [error, error === first ? row[error] : null])),
      };
    }),
  }),
  ...breaks("rows-as-sent", {
    "but for rows in error": validatedRows((row) =>
      errorsOf.some((error) => row[error] !== null)
        ? { ...row, os: String(row["os"] ?? "").trim() || null }
        : row,
    ),
  }),
  ...breaks("row-address", {
    "with zeros at the front": readsAddress(/^(?=.*\b0\d)[\d.]+$/, (text) =>
      text.split(".").map(Number).join("."),
    ),
    "in brackets": readsAddress(/^\[.*\]$/, (text) => text.slice(1, -1)),
    "as one number": readsAddress(/^\d+$/, () => "192.0.2.1"),
  }),
  ...breaks("unknown-members-ignored", {
    "but for those that differ in capitals": instead((call, forward) => {
      const text = call.text.replaceAll(/"(sshport|dnshostname|credentialid|os)":/gi, (name) =>
        /^"os"/i.test(name) ? '"os":' : name.replace(/sshport/i, "sshPort"),
      );
      return text === call.text ? undefined : forward(resent(call, { body: text }));
    }),
  }),
];
