import { expect, test, vi } from "vitest";
import { keepPresence } from "./keep-presence.ts";
import type { Presence } from "./presence.ts";

/** A fixture of a presence, lost on command. */
function makePresence() {
  const { promise: gone, resolve: lose } = Promise.withResolvers<void>();
  const leave = vi.fn<Presence["leave"]>(async (stopServer) => stopServer());
  return { gone, lose, leave };
}

test("a lost presence is renewed, and the renewed one (fixture) is left", async () => {
  const [first, second] = [makePresence(), makePresence()];
  const { promise: rejoined, resolve } = Promise.withResolvers<void>();
  const rejoin = async () => {
    resolve();
    return second;
  };
  const kept = keepPresence(first, { rejoin, onLost: () => {} });
  first.lose();
  await rejoined;
  const stopServer = vi.fn(async () => {});
  await kept.leave(stopServer);
  expect(first.leave).not.toHaveBeenCalled();
  expect(stopServer).toHaveBeenCalledOnce();
});

test("a presence (fixture) that cannot be renewed is reported, and leaving ends the attempts", async () => {
  const first = makePresence();
  const losses: Error[] = [];
  const { promise: reported, resolve } = Promise.withResolvers<void>();
  const kept = keepPresence(first, {
    rejoin: () => Promise.reject(new Error("no disk")),
    onLost: (error) => {
      if (losses.push(error) === 2) resolve();
    },
  });
  first.lose();
  await reported;
  const stopServer = vi.fn(async () => {});
  await kept.leave(stopServer);
  expect(losses.map((error) => error.message)).toEqual([
    "The embedded database was lost",
    "The embedded database is still lost",
  ]);
  expect(losses[1]?.cause).toMatchObject({ message: "no disk" });
  expect(stopServer).not.toHaveBeenCalled();
});

test("the end of a presence (fixture) that is being left is no loss", async () => {
  const first = makePresence();
  const onLost = vi.fn();
  const kept = keepPresence(first, { rejoin: () => Promise.reject(new Error("unwanted")), onLost });
  await kept.leave(async () => first.lose());
  await first.gone;
  expect(onLost).not.toHaveBeenCalled();
});
