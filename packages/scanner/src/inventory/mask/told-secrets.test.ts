import { expect, test } from "vitest";
import { toldSecrets } from "./told-secrets.ts";

const said = {
  key: "scan",
  name: "scan",
  displayName: "Pa$$w.rd|1",
  privilege: "Administrator",
  members: [1],
};

test("what the host was told is masked wherever it says it, in whatever case", () => {
  const mask = toldSecrets({ password: "pa$$w.rd|1", elevate: { method: "su", password: "other one" } });
  expect(mask(said)).toEqual({ ...said, displayName: "***" });
  expect(mask(["-p Pa$$w.rd|1", { at: "x OTHER ONE y" }])).toEqual(["-p ***", { at: "x *** y" }]);
  expect(mask("PaXXwXrd|1")).toBe("PaXXwXrd|1");
});

test("a secret that begins another leaves nothing of that one", () => {
  const mask = toldSecrets({
    password: "Summer2026",
    elevate: { method: "su", password: "Summer2026-root!" },
  });
  expect(mask("Summer2026-root! Summer2026")).toBe("*** ***");
});

test("a secret is found as texts of hosts are cleaned, and in members of any name that a host may fill", () => {
  const mask = toldSecrets({ password: "two  blanks" });
  expect(mask({ source: "two blanks", message: "two  blanks" })).toEqual({ source: "***", message: "***" });
});

test("what holds nothing of it stays what it is", () => {
  expect(toldSecrets({ password: "something else" })(said)).toBe(said);
  expect(toldSecrets({})(said)).toBe(said);
});

test("a password that is a word of ours, or a short one, changes nothing", () => {
  expect(toldSecrets({ password: "Administrator" })(said)).toBe(said);
  expect(toldSecrets({ password: "scan" })(said)).toBe(said);
});
