import { expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { printList } from "./print-list.ts";

const items = [
  { name: "alpha", since: "today" },
  { name: "b", since: null },
];
const format = {
  head: ["NAME", "SINCE"],
  cells: ({ name, since }: (typeof items)[number]) => [name, since],
};

test("people get a table, with its head even where nothing is in it", async () => {
  const io = captureIo();
  await printList(io, items, { ...format, json: undefined });
  await printList(io, [], { ...format, json: undefined });
  expect(io.out()).toBe("NAME   SINCE\nalpha  today\nb      -\nNAME  SINCE\n");
});

test("programs get an object a line", async () => {
  const io = captureIo();
  await printList(io, items, { ...format, json: true });
  expect(io.out()).toBe(`${items.map((item) => JSON.stringify(item)).join("\n")}\n`);
});
