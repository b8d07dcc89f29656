import { describe, expect, it } from "vitest";
import type { MismatchAction, TrustPolicy } from "../types.ts";
import { judgeKey } from "./judge.ts";

const SHOWN = "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDdiCBIzIvRwAgvzYw";
const OTHER = "SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM";

type Trusted = "none" | "the same" | "another";
const THUMBPRINT: Record<Trusted, TrustPolicy["trusted"]> = {
  none: { winrm: "A1".repeat(32) },
  "the same": { ssh: `${SHOWN}=` },
  another: { ssh: OTHER, winrm: SHOWN },
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

const shown = { protocol: "ssh", thumbprint: SHOWN, algorithm: "ssh-ed25519" } as const;

describe("judgeKey", () => {
  it.each(TABLE)(
    "with %s trusted, under %s, first discovery accepted %s: %s",
    (trusted, onMismatch, acceptFirstDiscovery, verdict) => {
      const policy = { onMismatch, acceptFirstDiscovery, trusted: THUMBPRINT[trusted] };
      expect(judgeKey(shown, policy).verdict).toBe(verdict);
    },
  );

  it("names both thumbprints of a mismatch, refused or let pass", () => {
    const policy = { acceptFirstDiscovery: false, trusted: { ssh: OTHER } };
    const mismatch = `The host showed ${SHOWN} (ssh-ed25519), but ${OTHER} is trusted.`;
    expect(judgeKey(shown, { ...policy, onMismatch: "error" })).toHaveProperty("message", mismatch);
    expect(judgeKey(shown, { ...policy, onMismatch: "warn" })).toHaveProperty("warning", mismatch);
  });

  describe("of Kerberos", () => {
    const NAME = "HTTP/web.example@EXAMPLE";
    const proved = { protocol: "kerberos", thumbprint: NAME, algorithm: "kerberos" } as const;

    it.each([
      [undefined, "error", "accept and pin"],
      [NAME, "error", "accept"],
      ["HTTP/other@EXAMPLE", "error", "refuse"],
      ["HTTP/other@EXAMPLE", "warn", "accept with a warning"],
      ["HTTP/other@EXAMPLE", "trust", "accept"],
    ] as const)("with the name %s trusted, under %s: %s", (kerberos, onMismatch, verdict) => {
      const trusted = kerberos === undefined ? {} : { kerberos };
      expect(judgeKey(proved, { onMismatch, acceptFirstDiscovery: false, trusted }).verdict).toBe(verdict);
    });

    it("pins no certificate of a host that is known by its name, and warns of it under warn", () => {
      const certificate = { protocol: "winrm", thumbprint: "A1".repeat(32), algorithm: "rsa-2048" } as const;
      const policy = { acceptFirstDiscovery: true, trusted: { kerberos: NAME } } as const;
      expect(judgeKey(certificate, { ...policy, onMismatch: "error" })).toEqual({ verdict: "accept" });
      expect(judgeKey(certificate, { ...policy, onMismatch: "trust" })).toEqual({ verdict: "accept" });
      expect(judgeKey(certificate, { ...policy, onMismatch: "warn" })).toEqual({
        verdict: "accept with a warning",
        warning: `The host showed ${certificate.thumbprint} (rsa-2048), which is new; it is known by the name that it proved, ${NAME}.`,
      });
    });
  });

  it("names the thumbprint of a key that nobody trusts yet", () => {
    const verdict = judgeKey(shown, { onMismatch: "error", acceptFirstDiscovery: false, trusted: {} });
    expect(verdict).toHaveProperty("message", expect.stringContaining(SHOWN));
  });

  it("refuses where the trusted thumbprint is none", () => {
    const policy = { onMismatch: "error", acceptFirstDiscovery: true, trusted: { ssh: "" } } as const;
    expect(judgeKey(shown, policy).verdict).toBe("refuse");
  });
});
