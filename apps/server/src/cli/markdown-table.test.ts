import { expect, test } from "vitest";
import { markdownTable } from "./markdown-table.ts";

test("columns line up", () => {
  expect(markdownTable(["A", "Long head"], [["a longer cell", "b"]])).toBe(
    [
      "| A             | Long head |",
      "| ------------- | --------- |",
      "| a longer cell | b         |",
      "",
    ].join("\n"),
  );
});
