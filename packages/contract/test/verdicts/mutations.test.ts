import { expect, test } from "vitest";
import { mutate, repeat } from "./mutations.ts";

const job = { id: "a", hosts: [{ name: null }, 7] };

test("a value is replaced at its place, also by null", () => {
  expect(mutate(job, { at: 0, kind: "replace", by: null })).toBeNull();
  expect(mutate(job, { at: 1, kind: "replace", by: null })).toEqual({ ...job, id: null });
  expect(mutate(job, { at: 5, kind: "replace", by: true })).toEqual({
    ...job,
    hosts: [{ name: null }, true],
  });
});

test("places are counted round and round", () => {
  expect(mutate(job, { at: 7, kind: "replace", by: 1 })).toEqual({ ...job, id: 1 });
});

test("a member or an item is taken out, the value itself is not", () => {
  expect(mutate(job, { at: 1, kind: "remove" })).toEqual({ hosts: job.hosts });
  expect(mutate(job, { at: 3, kind: "remove" })).toEqual({ ...job, hosts: [7] });
  expect(mutate(job, { at: 0, kind: "remove" })).toEqual(job);
});

test("a member or an item is added, a name that objects inherit among them", () => {
  expect(mutate({}, { at: 0, kind: "add", name: "__proto__", value: 1 })).toEqual(
    JSON.parse('{"__proto__":1}'),
  );
  expect(mutate([], { at: 0, kind: "add", name: "x", value: 1 })).toEqual([1]);
  expect(mutate(5, { at: 0, kind: "add", name: "x", value: 1 })).toBe(5);
});

test("a value takes another type", () => {
  const retyped = ["12", "a", " ", 12, true, null, { a: 1 }, [1]].map((value) =>
    mutate(value, { at: 0, kind: "retype" }),
  );
  expect(retyped).toEqual([12, ["a"], [" "], "12", "true", {}, [1], [1]]);
});

test("items are repeated up to a count", () => {
  expect(mutate([1, 2], { at: 0, kind: "repeat", count: 5 })).toEqual([1, 2, 1, 2, 1]);
  expect(mutate("a", { at: 0, kind: "repeat", count: 5 })).toBe("a");
  expect(repeat([], 3)).toEqual([]);
  expect(repeat([1], -1)).toEqual([]);
});
