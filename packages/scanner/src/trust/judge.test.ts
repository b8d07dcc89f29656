import { describe, expect, it } from "vitest";
import type { MismatchAction } from "../types.ts";
import { judgeHostKey } from "./judge.ts";

const SHOWN = "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDdiCBIzIvRwAgvzYw";
const OTHER = "SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM";

type Trusted = "none" | "the same" | "another";
const THUMBPRINT: Record<Trusted, { trustedThumbprint?: string }> = {
  none: {},
  "the same": { trustedThumbprint: `${SHOWN}=` },
  another: { trustedThumbprint: OTHER },
};

const TABLE: readonly [Trusted, MismatchAction, acceptFirst: boolean, verdict: string][] = [
  ["none", "error", false, "refuse"],
  ["none", "error", true, "accept and pin"],
  ["none", "warn", false, "refuse"],
  ["none", "warn", true, "accept and pin"],
  ["none", "trust", false, "accept"],
  ["none", "trust", true, "accept and pin"],
  ["the same", "error", false, "accept"],
  ["the same", "error", true, "accept"],
  ["the same", "warn", false, "accept"],
  ["the same", "warn", true, "accept"],
  ["the same", "trust", false, "accept"],
  ["the same", "trust", true, "accept"],
  ["another", "error", false, "refuse"],
  ["another", "error", true, "refuse"],
  ["another", "warn", false, "accept with a warning"],
  ["another", "warn", true, "accept with a warning"],
  ["another", "trust", false, "accept"],
  ["another", "trust", true, "accept"],
];

const shown = { thumbprint: SHOWN, algorithm: "ssh-ed25519" };

describe("judgeHostKey", () => {
  it.each(TABLE)(
    "with %s trusted, under %s, first discovery accepted %s: %s",
    (trusted, onMismatch, acceptFirstDiscovery, verdict) => {
      const policy = { onMismatch, acceptFirstDiscovery, ...THUMBPRINT[trusted] };
      expect(judgeHostKey(shown, policy).verdict).toBe(verdict);
    },
  );

  it("names both thumbprints of a mismatch, refused or let pass", () => {
    const policy = { acceptFirstDiscovery: false, trustedThumbprint: OTHER };
    const mismatch = `The host showed ${SHOWN} (ssh-ed25519), but ${OTHER} is trusted.`;
    expect(judgeHostKey(shown, { ...policy, onMismatch: "error" })).toHaveProperty("message", mismatch);
    expect(judgeHostKey(shown, { ...policy, onMismatch: "warn" })).toHaveProperty("warning", mismatch);
  });

  it("names the thumbprint of a key that nobody trusts yet", () => {
    const verdict = judgeHostKey(shown, { onMismatch: "error", acceptFirstDiscovery: false });
    expect(verdict).toHaveProperty("message", expect.stringContaining(SHOWN));
  });

  it("refuses where the trusted thumbprint is none", () => {
    const policy = { onMismatch: "error", acceptFirstDiscovery: true, trustedThumbprint: "" } as const;
    expect(judgeHostKey(shown, policy).verdict).toBe("refuse");
  });
});
