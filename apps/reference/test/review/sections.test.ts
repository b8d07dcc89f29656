import { describe, expect, test } from "vitest";
import { changesSection } from "../../src/review/changes/changes-section.ts";
import { examplesSection } from "../../src/review/examples/examples-section.ts";
import { lintSection } from "../../src/review/lint/lint-section.ts";
import { reviewMarkup, summarySection } from "../../src/review/review-page.ts";
import { traceabilitySection } from "../../src/review/traceability/traceability-section.ts";
import { fixtureReview } from "./fixture-review.ts";
import { markupOf, textOf } from "./markup-text.ts";

const { operations, traceability, lint, diff, changelog } = fixtureReview;
const LINK = '<a href="../#tag/known-hosts/GET/hosts/{id}"><code>List<wbr>Hosts</code></a>';

describe("of a review (fixture)", () => {
  test("the summary tells the figures, and leads to the parts and to the document", async () => {
    const { body } = summarySection(fixtureReview);
    const text = await textOf(body);
    expect(text).toContain("Version\n1.1.0\n");
    expect(text).toContain("Operations\n2\n");
    expect(text).toContain("Schemas\n2\n");
    expect(text).toContain("Statuses\n4, in 4 declared answers\n");
    expect(text).toContain("Lint\n1 error, 1 warning\n");
    expect(text).toContain("Since release 1.0.0\n1 breaking\n");
    expect(text).toContain("Coverage\n1 finding\n");
    expect(text).toContain("Examples\n1 of 2 examples invalid\n");
    const markup = await markupOf(body);
    for (const address of [
      "#lint",
      "#changes",
      "#coverage",
      "#examples",
      "../openapi.json",
      "../openapi.yaml",
    ])
      expect(markup).toContain(`href="${address}"`);
  });

  test("the traceability has each page's row, with the way to its operation and the state of its sample", async () => {
    const { body } = traceabilitySection(traceability, operations);
    expect(await textOf(body)).toContain("Host/List\nGET /hosts/{id}ListHosts\na.json\nparsed, not run\n");
    expect(await markupOf(body)).toContain(LINK);
    expect(await markupOf(body)).toContain("<strong>Limits.</strong>");
    const silent = operations.map((operation) => ({ ...operation, samples: [] }));
    expect(await textOf(traceabilitySection(traceability, silent).body)).toContain("\na.json\nleft out\n");
  });

  test("the lint tells each rule with its purpose, and each problem with its place", async () => {
    const text = await textOf(lintSection(lint).body);
    expect(text).toContain(
      "1 error, 1 warning Redocly 0.0.0 holds the document to 1 rule of this project and 1 of its own.",
    );
    expect(text).toContain("hostscan/ids\nerror\nNo GUID.\nhosts.yaml #/get\n");
    expect(text).toContain("hostscan/ids\nuuid for ids\nerror\n2\n");
    expect(text).toContain("struct\nerror\n0\n");
    expect(text).toContain("1 rule that the linter has, and that do");
    const clean = await textOf(lintSection({ ...lint, problems: [] }).body);
    expect(clean).toContain("No problem");
    expect(clean).not.toContain("Problem\nWhere");
    const warned = lintSection({ ...lint, problems: lint.problems.slice(1) });
    expect(await markupOf(warned.body)).toContain('<span class="badge warning">1 warning</span>');
  });

  test("the changes are told with their impact, the way to their operations, and the changelog", async () => {
    const { body } = changesSection(diff, changelog, operations);
    const text = await textOf(body);
    expect(text).toContain("query limit\nremoved\nbreaking\nit is not heard\nListHosts\n");
    expect(text).toContain("A breaking change needs a major version: 2.0.0, not 1.1.0.");
    expect(text).toContain("only people read it\nGone\n");
    expect(await markupOf(body)).toContain(LINK);
    expect(await markupOf(body)).toContain("<h4>1.0.0</h4>");
    expect(text).not.toContain("# Changes");
    const none = await textOf(changesSection({ ...diff, changes: [], ok: true }, changelog, operations).body);
    expect(none).toContain(
      "No change The document, version 1.1.0, against release 1.0.0. Nothing has changed.",
    );
    const major = changesSection({ ...diff, ok: true }, changelog, operations);
    expect(await markupOf(major.body)).toContain('<span class="badge warning">1 breaking</span>');
    const worded = changesSection(
      { ...diff, changes: diff.changes.slice(1), ok: true },
      changelog,
      operations,
    );
    expect(await textOf(worded.body)).toContain("None breaking");
  });

  test("the examples are shown by operation, with their JSON and their verdicts", async () => {
    const { body, parts } = examplesSection(operations);
    const text = await textOf(body);
    expect(parts?.map(({ id }) => id)).toEqual(["examples-ListHosts", "examples-PutHost"]);
    expect(text).toContain("ListHosts List hosts\nGET /hosts/{id}\n");
    expect(text).toContain(
      "Request filter By name valid\napplication/json\n{ &quot;name&quot;: &quot;a&quot; }",
    );
    expect(text).toContain("200 hosts invalid\napplication/json\n/0 must be string\n");
    expect(text).toContain("No example.");
  });

  test("every part is led to, and every name of a part is used once", async () => {
    const markup = await markupOf(reviewMarkup(fixtureReview));
    const ids = [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const led = [...markup.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(led.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.filter((id) => !led.includes(id))).toEqual([]);
    expect(markup.match(/<h1/g)).toHaveLength(1);
  });
});

/** The review with a text in the place of every text it has from outside. */
function everywhere(text: string): typeof fixtureReview {
  const kept = new Set(["state", "columns", "samples", "severity", "impact", "reached", "needed", "taken"]);
  const replaced = (value: unknown, name = ""): unknown => {
    if (kept.has(name)) return value;
    if (typeof value === "string") return text;
    if (Array.isArray(value)) return value.map((item) => replaced(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, key)]));
  };
  return Object.assign({}, fixtureReview, replaced(fixtureReview));
}

test.each([
  '<script>alert("1")</script>',
  '"><img src=x onerror=alert(1)>',
  "'></pre><svg onload=alert(1)>",
  "[a](javascript:alert(1)) <a href='javascript:alert(1)'>b</a>",
])("nothing of a hostile document (fixture) becomes markup: %s", async (text) => {
  const harmless = await markupOf(reviewMarkup(everywhere("harmless")));
  const markup = await markupOf(reviewMarkup(everywhere(text)));
  const elements = (of: string) =>
    [...of.matchAll(/<\/?([a-zA-Z]\w*)/g)].map(([, name]) => name).filter((name) => name !== "wbr");
  expect(elements(markup)).toEqual(elements(harmless));
  const attributes = (of: string) =>
    [...of.matchAll(/<\w+((?:\s+[\w-]+(?:="[^"]*")?)*)\s*>/g)].flatMap(([, all = ""]) =>
      [...all.matchAll(/([\w-]+)(?:="[^"]*")?/g)].map(([, name]) => name),
    );
  expect(attributes(markup)).toEqual(attributes(harmless));
  expect(markup).not.toMatch(/href="\s*javascript:/);
});
