import type { CallContext, HostRequest, InvalidValue } from "@hostscan/core";
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
  rowsOf,
} from "./mutant.ts";

const rows = (change: (row: Record<string, unknown>, i: number) => object) =>
  changingJson((json, { path }, status) =>
    path === "/ValidateImportedCSV" && status === 200 && "0" in json
      ? Object.values(json).map((row, i) => change({ ...Object(row) }, i))
      : undefined,
  );

export const brokenRows: readonly BrokenPromise[] = [
  ...breaks("rows-in-order", {
    "the bad ones first": changingJson((json, { path }, status) =>
      path === "/ValidateImportedCSV" && status === 200 && "2" in json
        ? [json["1"], json["0"], json["2"]]
        : undefined,
    ),
    "the bad ones alone": changingJson((json, { path }, status) =>
      path === "/ValidateImportedCSV" && status === 200 && "2" in json ? [json["1"]] : undefined,
    ),
  }),
  ...breaks("row-errors", {
    none: rows((row) => ({
      ...row,
      dnsHostNameError: null,
      ipAddressError: null,
      platformNameError: null,
      credentialNameError: null,
    })),
    "absent where nothing is wrong": rows((row) =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
    ),
    "empty where nothing is wrong": rows((row) => ({ ...row, ipAddressError: row["ipAddressError"] ?? "" })),
    "all at the name": rows((row) => ({
      ...row,
      dnsHostNameError: row["dnsHostNameError"] ?? row["platformNameError"],
      platformNameError: null,
    })),
  }),
  ...breaks("rows-schedule-nothing", {
    "onboards the good ones": model(
      () =>
        new (class extends InMemoryJobs {
          override validateImportedCsv(rowsSent: readonly HostRequest[], context: CallContext) {
            for (const row of rowsSent)
              if (row.dnsHostName?.startsWith("validated-")) this.onboard(row, context.caller);
            return super.validateImportedCsv(rowsSent, context);
          }
        })(),
    ),
  }),
  ...breaks("rows-in-error-are-200", {
    "400": instead((call) =>
      call.path === "/ValidateImportedCSV" && rowsOf(call).some((row) => row["platformName"] === "MSSQL")
        ? problem(400, "/1/platformName")
        : undefined,
    ),
  }),
  ...breaks("row-named-twice", {
    "not told": model(
      () =>
        new (class extends InMemoryJobs {
          protected override twice(): InvalidValue[] {
            return [];
          }
        })(),
    ),
    "told of both": rows((row) =>
      String(row["dnsHostName"]).toLowerCase().startsWith("validated-twice")
        ? { ...row, dnsHostNameError: "is named twice" }
        : row,
    ),
  }),
  ...breaks("rows-as-sent", {
    "names in small letters": rows((row) => ({
      ...row,
      dnsHostName: String(row["dnsHostName"]).toLowerCase(),
    })),
    trimmed: rows((row) => ({ ...row, ...(typeof row["os"] === "string" && { os: row["os"].trim() }) })),
    "in ASCII": rows((row) => ({
      ...row,
      ...(typeof row["os"] === "string" && { os: row["os"].replaceAll(/[^ -~]/g, "?") }),
    })),
    "without the source": rows(({ source: _, ...row }) => row),
  }),
  ...breaks("nulls-left-out", {
    "as they were sent": changing(({ path, body }, response) =>
      path === "/ValidateImportedCSV" && isList(body) && response.status === 200
        ? Response.json(body, { headers: { "X-Request-Id": "a" } })
        : undefined,
    ),
  }),
  ...breaks("not-judged", {
    "the thumbprint, too": rows((row) =>
      row["trustedThumbprint"] === "no thumbprint" ? { ...row, dnsHostNameError: "has no thumbprint" } : row,
    ),
  }),
  ...breaks("rows-can-be-scheduled", {
    "held back for what was validated": instead((call) =>
      call.path === "" && rowsOf(call).some((row) => String(row["dnsHostName"]).startsWith("row-c"))
        ? problem(400, "/0")
        : undefined,
    ),
  }),
];
