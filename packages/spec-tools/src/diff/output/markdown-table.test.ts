import { expect, test } from "vitest";
import { fitting, markdownTable } from "./markdown-table.ts";

test("a bar in a cell does not end it, in code also", () => {
  expect(markdownTable(["A"], [["a|b"], ["`c|d`"]])).toBe("| A |\n| --- |\n| a\\|b |\n| `c\\|d` |");
});

test("rows that there is no room for are counted", () => {
  const rows = Array.from({ length: 100 }, (_, i) => [`row ${i}`]);
  const table = markdownTable(["A"], rows, 200);
  expect(table.length).toBeLessThanOrEqual(200);
  expect(table.split("\n").slice(2, 4)).toEqual(["| row 0 |", "| row 1 |"]);
  const shown = table.match(/^\| row/gm)?.length ?? 0;
  expect(table.endsWith(`\n\n… and ${100 - shown} more, left out here.`)).toBe(true);
});

test("a table without room has its headings, and says so", () => {
  expect(markdownTable(["A"], [["a"]], 0)).toBe("| A |\n| --- |\n\n… and 1 more, left out here.");
});

test("whole lines are kept, as many as fit", () => {
  expect(fitting(["ab", "cd", "ef"], 6)).toEqual({ kept: ["ab", "cd"], left: 1 });
  expect(fitting(["ab", "cd"], 6)).toEqual({ kept: ["ab", "cd"], left: 0 });
});
