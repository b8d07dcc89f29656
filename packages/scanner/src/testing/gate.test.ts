import { describe, expect, it } from "vitest";
import { suiteGate } from "./gate.ts";

describe("suiteGate", () => {
  it("lets suites run where nothing is missing", () => {
    const gate = suiteGate("a real sshd", undefined, true);
    expect([gate.skip, gate.title("login")]).toEqual([false, "login"]);
  });

  it("skips them where something is, with the reason in their title", () => {
    const gate = suiteGate("a real sshd", "no sshd", false);
    expect([gate.skip, gate.title("login")]).toEqual([true, "login [SKIPPED: no sshd]"]);
  });

  it("fails them on CI", () => {
    expect(() => suiteGate("a real sshd", "no sshd", true)).toThrow("This suite needs a real sshd: no sshd.");
  });
});
