import { describe, expect, it, vi } from "vitest";
import { type Machine, requireSshd, type SshdNeed, sshdGate, sshdUnavailable } from "./availability.ts";

/** A machine on which all is well, but for the commands that fail. */
const machine = (differences: Partial<Machine> = {}, ...failing: readonly string[]): Machine => ({
  sshd: "/usr/sbin/sshd",
  root: true,
  runs: (...commandLine) => !failing.some((word) => commandLine.join(" ").includes(word)),
  ...differences,
});

describe("sshdUnavailable", () => {
  it.each<[string, SshdNeed, Machine, RegExp | undefined]>([
    ["nothing is missing", "password", machine(), undefined],
    ["there is no sshd", "key", machine({ sshd: undefined }), /no sshd is installed/],
    ["there is no ssh-keygen", "key", machine({}, "ssh-keygen"), /no ssh-keygen/],
    ["one is not root, and needs keys only", "key", machine({ root: false }), undefined],
    ["one is not root, and needs a password", "password", machine({ root: false }), /needs root/],
    ["there is no perl", "key", machine({}, "perl"), /no perl/],
    ["namespaces are not allowed", "key", machine({}, "unshare"), /CAP_SYS_ADMIN/],
  ])("tells the reason where %s (%s)", (_, need, here, reason) => {
    const told = sshdUnavailable(need, here);
    if (reason === undefined) expect(told).toBeUndefined();
    else expect(told).toMatch(reason);
  });
});

describe("requireSshd", () => {
  it("hands out where the sshd is", () => {
    expect(requireSshd(machine({ root: false }))).toEqual({ path: "/usr/sbin/sshd", root: false });
  });

  it("throws the reason where there is none", () => {
    expect(() => requireSshd(machine({ sshd: undefined }))).toThrow(
      "No sshd can run here: no sshd is installed",
    );
  });
});

describe("sshdGate", () => {
  it("looks at this machine", () => {
    vi.stubEnv("CI", "");
    expect(sshdGate("key").skip).toBe(sshdUnavailable("key") !== undefined);
    vi.unstubAllEnvs();
  });
});
