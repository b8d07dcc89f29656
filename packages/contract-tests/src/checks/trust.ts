import { ActionFailureReason, ActionStatus, SshTrustActionType } from "@hostscan/contract";
import { type Check, type CheckContext, given, rule } from "../check.ts";
import { create, ofHosts, untilEnded } from "./job-rules.ts";

const cell = { operationId: "GetJobStatus", status: 200 };

/** A thumbprint that no key has. */
const OTHER = `SHA256:${"A".repeat(42)}E`;

/** Scans the host under another trust than it has, and gives what came of it. */
async function scanTrusting(context: CheckContext, members: object) {
  const host = {
    ...given(context.target.scannable, "scannable host"),
    acceptThumbprintOnFirstDiscovery: false,
  };
  const done = await untilEnded(context, await create(context, [{ ...host, ...members }]));
  const [status, reason, text] = ["status", "failureReason", "statusDescription"].map(
    (name) => ofHosts(done, name)[0],
  );
  return { status, reason, text: String(text) };
}

export const trustChecks: readonly Check[] = [
  {
    name: "a host that shows another key than the trusted one is judged by sshTrustActionType",
    cells: [cell],
    needs: ["scannable host"],
    promises: ["trust-error", "trust-warn", "trust-always", "trust-tells-thumbprint", "trusted-is-scanned"],
    async run(context) {
      const { ErrorOnThumbprintMismatch, WarnOnThumbprintMismatch, AlwaysTrustIgnoreThumbprint } =
        SshTrustActionType;
      const refused = await scanTrusting(context, {
        trustedThumbprint: OTHER,
        sshTrustActionType: ErrorOnThumbprintMismatch,
      });
      const shown = /SHA256:[A-Za-z0-9+/]{43}/.exec(refused.text.replace(OTHER, ""))?.[0];
      try {
        const failed =
          refused.status === ActionStatus.Failed && refused.reason === ActionFailureReason.FailedToConnect;
        rule(
          failed,
          cell,
          "body /hostScanHostStatus/0",
          `is ${refused.status}, ${refused.reason} for an untrusted key`,
        );
        rule(
          shown !== undefined,
          cell,
          "body /hostScanHostStatus/0/statusDescription",
          "does not tell the thumbprint shown",
        );
        for (const sshTrustActionType of [WarnOnThumbprintMismatch, AlwaysTrustIgnoreThumbprint]) {
          const { status } = await scanTrusting(context, { trustedThumbprint: OTHER, sshTrustActionType });
          rule(
            status === ActionStatus.Complete,
            cell,
            "body /hostScanHostStatus/0/status",
            `is ${status} with action ${sshTrustActionType}`,
          );
        }
      } finally {
        const again = { trustedThumbprint: shown, sshTrustActionType: ErrorOnThumbprintMismatch };
        const { status, text } = await scanTrusting(context, shown ? again : {});
        rule(
          !shown || status === ActionStatus.Complete,
          cell,
          "body /hostScanHostStatus/0/status",
          `is ${status}: ${text}`,
        );
      }
      // The same key, in each of the other ways to write it.
      const hex = Array.from(atob(shown.slice("SHA256:".length)), (byte) =>
        byte.charCodeAt(0).toString(16).padStart(2, "0"),
      );
      for (const trustedThumbprint of [hex.join(""), hex.join(":").toUpperCase()]) {
        const { status, text } = await scanTrusting(context, {
          ...{ trustedThumbprint, platformName: "Linux", certificateType: 2 },
          sshTrustActionType: ErrorOnThumbprintMismatch,
        });
        const said = `is ${status} with ${trustedThumbprint}: ${text}`;
        rule(status === ActionStatus.Complete, cell, "body /hostScanHostStatus/0/status", said);
      }
    },
  },
];
