import { expect, test } from "vitest";
import { whereServed } from "../commands/serve.ts";

const url = "http://127.0.0.1:6500";

test.each([
  [undefined, "Host Scan Job API on http://127.0.0.1:6500\n"],
  [`${url}/docs/`, "Host Scan Job API on http://127.0.0.1:6500, described on http://127.0.0.1:6500/docs/\n"],
])("with the pages at %s", (docsUrl, line) => {
  expect(whereServed({ url, docsUrl })).toBe(line);
});

test("a worker tells where its health is", () => {
  expect(whereServed({ url: "http://127.0.0.1:1", docsUrl: undefined, api: false })).toBe(
    "Scanning hosts; healthy or not is told on http://127.0.0.1:1/readyz\n",
  );
});
