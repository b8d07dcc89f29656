import { expect, test } from "vitest";
import { typesSection } from "./report.ts";

const lines = Array.from({ length: 100 }, (_, i) => `+line ${i}`);

test("a short diff is shown, in a fence that nothing in it ends", () => {
  expect(typesSection({ added: 1, removed: 0, lines: [" ```", "+a"] }, 1000).body).toBe(
    "````diff\n ```\n+a\n````",
  );
});

test("a long diff is folded away, and one that is too long is cut between lines", () => {
  const { body } = typesSection({ added: 100, removed: 0, lines }, 1000);
  expect(body.length).toBeLessThanOrEqual(1000);
  expect(body).toMatch(/^<details><summary>100 lines added, 0 removed<\/summary>\n\n```diff\n\+line 0\n/);
  expect(body).toMatch(/\n\+line 7\d\n```\n\n2\d more lines of the diff are left out here\.\n\n<\/details>$/);
});

test("where there is no room, the number of lines is told", () => {
  const { body } = typesSection({ added: 100, removed: 0, lines }, 0);
  expect(body).toContain("100 more lines of the diff are left out here.");
});
