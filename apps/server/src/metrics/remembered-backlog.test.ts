import { expect, test, vi } from "vitest";
import { rememberBacklog } from "./metrics.ts";

const backlog = { hosts: 1, oldestSeconds: 2 };

test("one reading serves all who ask at once, and for a while", async () => {
  const read = vi.fn(async () => backlog);
  const remembered = rememberBacklog(read);
  expect(await Promise.all([remembered(), remembered()])).toEqual([backlog, backlog]);
  expect(await remembered()).toEqual(backlog);
  expect(read).toHaveBeenCalledTimes(1);
});

test("an old one is read anew", async () => {
  const read = vi.fn(async () => backlog);
  const remembered = rememberBacklog(read, { freshMs: 0, patienceMs: 10_000 });
  await remembered();
  await remembered();
  expect(read).toHaveBeenCalledTimes(2);
});

test("a database that does not answer holds up no scrape, and is not asked again meanwhile", async () => {
  const answered = Promise.withResolvers<typeof backlog>();
  const read = vi.fn(() => answered.promise);
  const remembered = rememberBacklog(read, { freshMs: 60_000, patienceMs: 1 });
  expect(await remembered()).toBeUndefined();
  expect(await remembered()).toBeUndefined();
  expect(read).toHaveBeenCalledTimes(1);
  answered.resolve(backlog);
  await answered.promise;
  expect(await remembered()).toEqual(backlog);
});

test("a reading that fails is told as none, and tried again", async () => {
  const read = vi.fn<() => Promise<typeof backlog>>().mockRejectedValueOnce(new Error("gone"));
  read.mockResolvedValue(backlog);
  const remembered = rememberBacklog(read);
  expect(await remembered()).toBeUndefined();
  expect(await remembered()).toEqual(backlog);
});
