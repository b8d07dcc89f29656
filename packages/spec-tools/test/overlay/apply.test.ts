import { expect, test } from "vitest";
import { applyOverlay } from "../../src/overlay/overlay.ts";

const document = {
  info: { title: "Old", contact: { name: "A" } },
  tags: [{ name: "one" }, { name: "two" }, { name: "three" }],
  paths: { "/it's": { get: { parameters: ["a", "b"] }, post: {} } },
};
const after = (...actions: object[]) =>
  applyOverlay(document, JSON.parse(JSON.stringify({ overlay: "1.0.0", actions })));

test("objects are merged, lists are added to, and other values replaced", () => {
  const update = { title: "New", contact: { url: "u" } };
  expect(after({ target: "$.info", update })).toEqual({
    ...document,
    info: { title: "New", contact: { name: "A", url: "u" } },
  });
  const paths = { "/it's": { get: { parameters: ["a", "b", "c"] }, post: {} } };
  expect(after({ target: "$.paths[*].get", update: { parameters: ["c"] } })).toEqual({ ...document, paths });
  expect(after({ target: "$.tags", update: { name: "four" } })).toMatchObject({
    tags: [...document.tags, { name: "four" }],
  });
  expect(after({ target: "$.tags[1]", update: { name: ["x"] } })).toMatchObject({
    tags: { 1: { name: ["x"] } },
  });
});

test("what is selected is removed, each of several, whatever its name", () => {
  expect(after({ target: "$.tags[?@.name != 'two']", remove: true })).toMatchObject({
    tags: [{ name: "two" }],
  });
  expect(after({ target: `$.paths["/it's"].post`, remove: true })).toMatchObject({
    paths: { "/it's": { get: document.paths["/it's"].get } },
  });
  expect(after({ target: "$..parameters", remove: true })).toMatchObject({ paths: { "/it's": { get: {} } } });
});

test("what is selected twice is removed once, and a place that an update has taken is left alone", () => {
  const { paths, tags } = document;
  expect(after({ target: "$['info', 'info']", remove: true })).toEqual({ paths, tags });
  const nested = { a: { x: { x: "old" } } };
  const twice = { overlay: "1.0.0", actions: [{ target: "$['a', 'a']..x", update: "new" }] };
  expect(applyOverlay(nested, twice)).toEqual({ a: { x: "new" } });
});

test("nothing is left of a document that is removed itself", () => {
  expect(after({ target: "$", remove: true })).toBeNull();
});

test("the document stays as it is, and each action sees what the one before has made", () => {
  const before = structuredClone(document);
  const actions = [
    { target: "$.info", update: { "x-new": 1 } },
    { target: "$.info['x-new']", remove: true },
  ];
  expect(after(...actions)).toEqual(before);
  expect(document).toEqual(before);
});

test.each([
  [{ target: "$.gone", remove: true }, "#/actions/0/target: selects nothing: $.gone"],
  [{ target: "$.info" }, "#/actions/0: must have an update or remove"],
  [{ remove: true }, "#/actions/0: has no target"],
])("%j is refused, with its place", (action, message) => {
  expect(() => after(action)).toThrow(message);
});

test("an overlay of another version is refused", () => {
  expect(() => applyOverlay(document, { overlay: "2.0.0", actions: [] })).toThrow("#/overlay: must be 1.0.0");
});
