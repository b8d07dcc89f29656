import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openapiDocument } from "@hostscan/contract/document";
import { sshdGate } from "@hostscan/scanner/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { measureCoverage } from "../../src/review/conformance/measure.ts";
import { reviewPage } from "../../src/review/review-page.ts";

const gate = sshdGate("key");

/** Every cell of the page's table that is declared, as `Get 200`, with what it shows. */
const CELL = /<td class="(\w+)" data-cell="(\w+ \d{3})">/g;

const declared = Object.values(openapiDocument.paths).flatMap((item) =>
  Object.values(item).flatMap(({ operationId, responses }) =>
    Object.keys(responses ?? {}).map((status) => `${operationId} ${status}`),
  ),
);

describe.skipIf(gate.skip)(gate.title("the measured coverage"), () => {
  // That the whole kit sees every declared answer, its own run on the started server tells.
  test("shows the answers that our own server was seen to give, and those that it was not", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hostscan-review-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const record = pathToFileURL(join(folder, "run", "record.json"));
    expect(await measureCoverage(record, "ignore", "Get has pages of 50 jobs")).toBe(false);

    const markup = String(await (await reviewPage(record)).main);
    const shown = new Map([...markup.matchAll(CELL)].map(([, state = "", cell = ""]) => [cell, state]));
    const observed = [...shown].filter(([, state]) => state === "observed").map(([cell]) => cell);
    expect(observed).toEqual(expect.arrayContaining(["Get 200", "PostListOfIdsAsync 200"]));
    expect(observed.length).toBeLessThan(10);
    const cells = [...shown].filter(([, state]) => state !== "undeclared").map(([cell]) => cell);
    expect(cells.toSorted()).toEqual(declared.toSorted());
    expect(new Set(shown.values())).toEqual(new Set(["observed", "unobserved", "undeclared"]));
    expect(markup).toContain(`${observed.length} of ${declared.length}</span>`);
  });
});
