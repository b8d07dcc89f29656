import { expect, test, vi } from "vitest";
import { createListeners } from "./scan-queue.ts";

/** A connection of the test's own making, through which it can be spoken. */
function startConnection() {
  const opened: { payload: (text: string) => void; connect: () => void }[] = [];
  const close = vi.fn(async () => undefined);
  const listeners = createListeners(async (payload, connect) => {
    opened.push({ payload, connect });
    connect();
    return { close };
  });
  return { listeners, opened, close };
}

test("all listeners share one connection, until they are removed", async () => {
  const { listeners, opened, close } = startConnection();
  const one = vi.fn();
  const other = vi.fn();
  const [removeOne] = await Promise.all([
    listeners.add({ onPayload: one }),
    listeners.add({ onPayload: other }),
  ]);
  opened[0]?.payload("a");
  removeOne();
  opened[0]?.payload("b");
  expect(opened).toHaveLength(1);
  expect([one.mock.calls, other.mock.calls]).toEqual([[["a"]], [["a"], ["b"]]]);
  await listeners.close();
  expect(close).toHaveBeenCalledTimes(1);
});

test("who listens is told of every connection", async () => {
  const { listeners, opened } = startConnection();
  const onConnect = vi.fn();
  await listeners.add({ onPayload: () => undefined, onConnect });
  expect(onConnect).toHaveBeenCalledTimes(1);
  opened[0]?.connect();
  expect(onConnect).toHaveBeenCalledTimes(2);
});

test("a connection that fails is tried again with the next listener", async () => {
  const answers = [Promise.reject(new Error("lost")), Promise.resolve({ close: async () => undefined })];
  const listeners = createListeners(() => answers.shift());
  await expect(listeners.add({ onPayload: () => undefined })).rejects.toThrow("lost");
  await listeners.add({ onPayload: () => undefined });
  expect(answers).toEqual([]);
  await listeners.close();
});

test("nothing is to be closed where nobody listened", async () => {
  const { listeners, opened } = startConnection();
  await listeners.close();
  expect(opened).toEqual([]);
});
