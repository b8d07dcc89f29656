import { expect, test } from "vitest";
import { identityOf } from "./identity.ts";

const document = { info: { title: "Hosts", version: "1.2.3" }, tags: [{ name: "a" }, { name: "b" }] };

test("a document is known by its version and its content, whatever the order of its members", () => {
  const { version, sha256 } = identityOf(document);
  expect(version).toBe("1.2.3");
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  const turned = { tags: [{ name: "a" }, { name: "b" }], info: { version: "1.2.3", title: "Hosts" } };
  expect(identityOf(turned)).toEqual({ version, sha256 });
});

test.each([
  ["other words", { ...document, info: { title: "Host", version: "1.2.3" } }],
  ["another order of its items", { ...document, tags: [{ name: "b" }, { name: "a" }] }],
])("a document with %s is another one", (_what, other) => {
  expect(identityOf(other).sha256).not.toBe(identityOf(document).sha256);
});

test("a document without a version has an empty one", () => {
  expect(identityOf({ info: {} }).version).toBe("");
});
