import type { CredentialStore } from "@hostscan/engine";
import { expect, test, vi } from "vitest";
import { warnOfUndecidedScopes } from "./run-server.ts";

const credential = (name: string, scopeDecided: boolean) => ({
  ...{ id: name, name, username: "root", createdAt: new Date(), pausedAt: null, pausedBy: null },
  ...{ scope: ["anywhere"], scopeDecided, callers: null },
});
const store = (...list: Awaited<ReturnType<CredentialStore["list"]>>) => ({ list: async () => list });

test("credentials for which nobody has decided are named in one line, with what to do", async () => {
  const log = { warn: vi.fn() };
  const undecided = Array.from({ length: 30 }, (_, index) => credential(`old-${index}`, false));
  await warnOfUndecidedScopes(store(credential("decided", true), ...undecided), log);
  const named = { credentials: undecided.slice(0, 20).map(({ name }) => name), count: 30 };
  expect(log.warn.mock.calls).toEqual([[named, expect.stringContaining("credential change-scope")]]);
});

test("where all are decided nothing is said", async () => {
  const log = { warn: vi.fn() };
  await warnOfUndecidedScopes(store(credential("decided", true)), log);
  expect(log.warn).not.toHaveBeenCalled();
});
