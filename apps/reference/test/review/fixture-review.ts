import type { DiffReport } from "@hostscan/spec-tools";
import type { ReviewedOperation } from "../../src/review/operation.ts";
import type { Review } from "../../src/review/review.ts";

const report: DiffReport = {
  base: { from: "release 1.0.0", version: "1.0.0" },
  revision: { from: "the document", version: "1.1.0" },
  changes: [
    {
      place: "query limit",
      what: "removed",
      impact: "breaking",
      why: "it is not heard",
      operations: ["ListHosts"],
    },
    {
      place: "GET /hosts",
      what: "described anew",
      impact: "wording",
      why: "only people read it",
      operations: ["Gone"],
    },
  ],
  needed: "major",
  taken: "minor",
  nextVersion: "2.0.0",
  ok: false,
};

const listHosts: ReviewedOperation = {
  id: "ListHosts",
  method: "GET",
  path: "/hosts/{id}",
  summary: "List hosts",
  tag: "Known hosts",
  source: "Host/List",
  statuses: [200, 404, 500],
  samples: ["curl", "PowerShell"],
  examples: [
    {
      ...{ status: undefined, mediaType: "application/json", name: "filter", summary: "By `name`" },
      ...{ value: { name: "a" }, faults: [] },
    },
    {
      ...{ status: 200, mediaType: "application/json", name: "hosts", summary: "" },
      ...{ value: [1], faults: ["/0 must be string"] },
    },
  ],
};

/** A review (fixture) of a document that has something of everything. */
export const fixtureReview: Review = {
  title: "Hosts",
  version: "1.1.0",
  operations: [
    listHosts,
    { ...listHosts, id: "PutHost", method: "PUT", statuses: [204], samples: [], examples: [] },
  ],
  schemas: ["Host", "Problem"],
  traceability: {
    columns: ["Page of the reference", "Operation", "Facts"],
    traces: [
      {
        cells: ["`Host/List`", "`GET /hosts/{id}` `ListHosts`", "`a.json`"],
        page: "Host/List",
        operations: [{ id: "ListHosts", address: "GET /hosts/{id}" }],
        pathFiles: [],
        facts: ["a.json"],
      },
    ],
    samples: {
      heading: "Samples",
      columns: ["File", "How it is checked"],
      rows: [["`powershell.ps1`", "parsed, **not run**"]],
    },
    differences: {
      heading: "Differences",
      columns: ["The reference", "Here", "Why"],
      rows: [["No limits.", "**Limits.**", "Open doors."]],
    },
  },
  lint: {
    linter: "Redocly 0.0.0",
    own: [{ name: "hostscan/ids", severity: "error", purpose: "`uuid` for ids", problems: 2 }],
    brought: [
      { name: "struct", severity: "error", purpose: "", problems: 0 },
      { name: "info-contact", severity: "off", purpose: "", problems: 0 },
    ],
    problems: [
      { rule: "hostscan/ids", severity: "error", message: "No GUID.", place: "hosts.yaml #/get" },
      { rule: "hostscan/ids", severity: "warn", message: "Odd.", place: "hosts.yaml #/put" },
    ],
  },
  diff: report,
  changelog: "# Changes\n\n## 1.0.0\n\nThe first release.\n",
  coverage: {
    state: "current",
    document: { version: "1.1.0", sha256: "0123456789abcdef" },
    record: {
      document: { version: "1.1.0", sha256: "0123456789abcdef" },
      reached: "loopback",
      at: "2026-01-02T03:04:05.678Z",
      checks: [
        {
          name: "ListHosts answers",
          missing: [],
          findings: [{ operationId: "ListHosts", status: 404, where: "body", message: "is missing" }],
        },
        { name: "ListHosts fails", missing: ["internal fault"], findings: [] },
      ],
      observed: [
        { operationId: "ListHosts", status: 200 },
        { operationId: "ListHosts", status: 404 },
        { operationId: "PutHost", status: 204 },
      ],
      unobserved: [{ operationId: "ListHosts", status: 500, reason: "needs internal fault" }],
    },
  },
};
