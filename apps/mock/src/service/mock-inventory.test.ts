import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { readAnswers } from "../examples/declared-answers.ts";
import { createMockInventory } from "./mock-inventory.ts";

const inventory = createMockInventory(readAnswers(openapiDocument));
const context = { caller: { subject: "a", name: "a", role: "App" }, requestId: "a" };
const known = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";
const other = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

test("the hosts of the examples are listed page by page, and read by their ids in whatever case", async () => {
  const first = await inventory.listHosts({ limit: 1 }, context);
  expect(first).toMatchObject({ ok: true, value: { items: [{ id: known }], next: "1" } });
  const second = await inventory.listHosts({ limit: 1, after: "1" }, context);
  expect(second).toEqual({ ok: true, value: { items: [expect.objectContaining({ id: other })] } });
  expect(await inventory.getHost(known.toUpperCase(), context)).toMatchObject({ value: { id: known } });
});

test("a host has the entries that the examples have of it", async () => {
  expect(await inventory.listEntries(known, "users", { limit: 9 }, context)).toMatchObject({
    value: { items: [{ hostId: known, name: "backup" }] },
  });
  expect(await inventory.listEntries(other, "users", { limit: 9 }, context)).toMatchObject({
    value: { items: [] },
  });
  expect(await inventory.listAccounts({ limit: 9 }, context)).toMatchObject({
    value: { items: [{ userName: "backup" }] },
  });
  expect(await inventory.listChanges({ limit: 9 }, context)).toMatchObject({
    value: { items: [{ kind: 0 }] },
  });
});

test.each(["2", "1e1", "none", "-1"])("the cursor %s is none", async (after) => {
  expect(await inventory.listHosts({ limit: 1, after }, context)).toMatchObject({
    rejection: { kind: "invalid", errors: [{ path: "after" }] },
  });
});

test("a host that no example has is not found", async () => {
  const id = "00000000-0000-0000-0000-000000000001";
  const notFound = { rejection: { kind: "not-found", detail: expect.stringContaining(known) } };
  expect(await inventory.getHost(id, context)).toMatchObject(notFound);
  expect(await inventory.listEntries(id, "groups", { limit: 1 }, context)).toMatchObject(notFound);
});
