import { SshTrustActionType } from "@hostscan/contract";
import { type Check, type CheckContext, given, rule } from "../check.ts";
import { memberOf, type Node, nodesIn } from "../document/place.ts";
import { query } from "./inventory-walk.ts";
import { create, isThe, madeUpHost, namesPath, ofHosts, untilEnded } from "./job-rules.ts";
import { walk } from "./pages.ts";

/** A thumbprint that no key has, and a line of a known_hosts file with a key that no host has. */
const OTHER = `SHA256:${"A".repeat(42)}E`;
const BLOB = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

const NEEDS = ["Admin token", "scannable host"] as const;

const trusted = { operationId: "TrustHosts", status: 200 };
const refused = { operationId: "TrustHosts", status: 400 };
const awaiting = { operationId: "GetAwaitingTrust", status: 200 };

/** What the lent host shows while another key than its own is trusted. */
interface Shown {
  readonly hostId: string;
  readonly jobId: string;
  readonly thumbprint: string;
}

/** Has the lent host show its key while another one is trusted, and trusts its own again in the end. */
async function mistrusting(context: CheckContext, run: (shown: Shown) => Promise<void>): Promise<void> {
  const host = given(context.target.scannable, "scannable host");
  const token = { token: given(context.target.tokens.admin, "Admin token") };
  const scan = async (members: object) =>
    untilEnded(context, await create(context, [{ ...host, ...members }], token));
  const strict = { sshTrustActionType: SshTrustActionType.ErrorOnThumbprintMismatch };
  await scan({ trustedThumbprint: null });
  const job = await scan({ ...strict, trustedThumbprint: OTHER });
  const hostId = String(ofHosts(job, "hostId")[0]);
  const seen = await context.expect("GetHost", 200, { path: { hostId } });
  const [key] = nodesIn(memberOf(seen.json, "hostScanTrust")).filter(
    (one) => one["trustedThumbprint"] === OTHER,
  );
  const thumbprint = key?.["discoveredThumbprint"];
  rule(
    typeof thumbprint === "string",
    seen.cell,
    "body /hostScanTrust",
    "does not have what the host has shown",
  );
  try {
    await run({ hostId, jobId: job.id, thumbprint });
  } finally {
    await create(context, [{ ...host, ...strict, trustedThumbprint: thumbprint }], token).then((again) =>
      untilEnded(context, again),
    );
  }
}

/** The keys of a host that await trust, in a job or at all. */
async function waitingFor(
  context: CheckContext,
  hostId: string,
  more: Readonly<Record<string, string>> = {},
) {
  const found = await walk(context, "GetAwaitingTrust", query({ limit: "200", ...more }));
  return { keys: found.items.filter((key) => key["hostId"] === hostId), ...found };
}

const pinOf = async (context: CheckContext, hostId: string) => {
  const { json } = await context.expect("GetHost", 200, { path: { hostId } });
  return nodesIn(memberOf(json, "hostScanTrust")).map((key) => key["trustedThumbprint"]);
};

/** A call under a key that was used for another file. */
const knownHostsKeyCheck: Check = {
  name: "TrustKnownHosts refuses a key that was used for another file",
  cells: [{ operationId: "TrustKnownHosts", status: 409 }],
  needs: ["Admin token"],
  promises: ["key-other-content", "key-same-answer"],
  async run(context) {
    const headers = { "Idempotency-Key": `kit-${crypto.randomUUID()}` };
    const body = { knownHosts: "# of the kit" };
    const first = await context.expect("TrustKnownHosts", 200, { body, headers });
    const again = await context.expect("TrustKnownHosts", 200, { body, headers });
    isThe(first.json, again.json, again, "body (of the repeated call)");
    await context.expect("TrustKnownHosts", 409, { body: { knownHosts: "# of others" }, headers });
  },
};

export const hostTrustChecks: readonly Check[] = [
  knownHostsKeyCheck,
  {
    name: "GetAwaitingTrust lists what a host shows instead of the trusted key, and narrows it down to a job",
    cells: [awaiting],
    needs: NEEDS,
    promises: ["awaiting-trust"],
    async run(context) {
      await mistrusting(context, async ({ hostId, jobId, thumbprint }) => {
        for (const more of [{}, { hostScanJobId: jobId.toUpperCase() }]) {
          const { keys, seen } = await waitingFor(context, hostId, more);
          isThe(1, keys.length, seen, "body (keys of the host)");
          isThe(thumbprint, keys[0]?.["discoveredThumbprint"], seen, "body (discoveredThumbprint)");
          isThe(OTHER, keys[0]?.["trustedThumbprint"], seen, "body (trustedThumbprint)");
        }
        const ofJob = await waitingFor(context, hostId, { hostScanJobId: jobId });
        isThe(1, ofJob.items.length, ofJob.seen, "body (all keys of the job)");
        const none = await waitingFor(context, hostId, { hostScanJobId: crypto.randomUUID() });
        isThe([], none.items, none.seen, "body (of a job that there is not)");
      });
    },
  },
  {
    name: "TrustHosts trusts what a host has shown, in any form, and tells what was trusted before",
    cells: [trusted, { operationId: "TrustHosts", status: 409 }],
    needs: NEEDS,
    promises: ["hosts-trusted", "key-same-answer", "key-other-content"],
    async run(context) {
      await mistrusting(context, async ({ hostId, thumbprint }) => {
        const hex = Array.from(atob(thumbprint.replace("SHA256:", "")), (byte) =>
          byte.charCodeAt(0).toString(16).padStart(2, "0"),
        );
        const body = [{ hostId: hostId.toUpperCase(), thumbprint: hex.join(":").toUpperCase() }];
        const headers = { "Idempotency-Key": `kit-${crypto.randomUUID()}` };
        const seen = await context.expect("TrustHosts", 200, { body, headers });
        const told = nodesIn(seen.json).map((one) => [
          one["hostId"],
          one["trustedThumbprint"],
          one["formerThumbprint"],
        ]);
        isThe([[hostId, thumbprint, OTHER]], told, seen, "body");
        isThe([thumbprint], await pinOf(context, hostId), seen, "body (the host's trustedThumbprint)");
        isThe(
          [],
          (await waitingFor(context, hostId)).keys,
          { cell: awaiting },
          "body (after it was trusted)",
        );
        const repeated = await context.expect("TrustHosts", 200, { body, headers });
        isThe(seen.json, repeated.json, repeated, "body (of the repeated call)");
        const other = [{ hostId, thumbprint }];
        await context.expect("TrustHosts", 409, { body: other, headers });
        const again = await context.expect("TrustHosts", 200, { body: other });
        isThe(thumbprint, nodesIn(again.json)[0]?.["formerThumbprint"], again, "body /0/formerThumbprint");
      });
    },
  },
  {
    name: "TrustHosts trusts none where one host has not shown what is stated, and tells which",
    cells: [refused],
    needs: NEEDS,
    promises: ["hosts-trusted-all-or-none", "errors-tell-where"],
    async run(context) {
      await mistrusting(context, async ({ hostId, thumbprint }) => {
        const good = { hostId, thumbprint };
        const bad: readonly (readonly [string, Node])[] = [
          ["/1/hostId", { hostId: crypto.randomUUID(), thumbprint }],
          ["/1/thumbprint", { hostId: context.known().hostId, thumbprint: OTHER.replace("A", "B") }],
          ["/1", good],
        ];
        for (const [path, one] of bad) {
          const seen = await context.expect("TrustHosts", 400, { body: [good, one] });
          namesPath(seen, "TrustHosts", path);
          isThe([OTHER], await pinOf(context, hostId), seen, "body (the host's trustedThumbprint)");
        }
        const unshown = { hostId, thumbprint: OTHER.replace("A", "B") };
        namesPath(
          await context.expect("TrustHosts", 400, { body: [unshown] }),
          "TrustHosts",
          "/0/thumbprint",
        );
      });
    },
  },
  {
    name: "TrustReviewed trusts what ReviewTrust has shown, by its code, and nothing by another",
    cells: [
      { operationId: "ReviewTrust", status: 200 },
      { operationId: "TrustReviewed", status: 200 },
      { operationId: "TrustReviewed", status: 409 },
    ],
    needs: NEEDS,
    promises: ["review-code"],
    async run(context) {
      await mistrusting(context, async ({ hostId, jobId, thumbprint }) => {
        const path = { hostScanJobId: jobId };
        const review = await context.expect("ReviewTrust", 200, { path });
        const keys = nodesIn(memberOf(review.json, "keys"));
        isThe(
          [[hostId, thumbprint]],
          keys.map((key) => [key["hostId"], key["discoveredThumbprint"]]),
          review,
          "body /keys",
        );
        const code = String(memberOf(review.json, "code"));
        const stale = code.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
        const seen = await context.expect("TrustReviewed", 409, { path, body: { code: stale } });
        isThe([OTHER], await pinOf(context, hostId), seen, "body (the host's trustedThumbprint)");
        const done = await context.expect("TrustReviewed", 200, { path, body: { code } });
        const told = nodesIn(done.json).map((one) => [one["hostId"], one["trustedThumbprint"]]);
        isThe([[hostId, thumbprint]], told, done, "body");
        isThe([thumbprint], await pinOf(context, hostId), done, "body (the host's trustedThumbprint)");
        const now = await context.expect("ReviewTrust", 200, { path });
        isThe([], memberOf(now.json, "keys"), now, "body /keys (after they were trusted)");
        rule(memberOf(now.json, "code") !== code, now.cell, "body /code", "is the same for another list");
        await context.expect("TrustReviewed", 409, { path, body: { code } });
      });
    },
  },
  {
    name: "TrustKnownHosts tells of the hosts that show none of a file's keys, and trusts none of them",
    cells: [{ operationId: "TrustKnownHosts", status: 200 }],
    needs: [...NEEDS, "credential"],
    promises: ["known-hosts-told"],
    async run(context) {
      const silent = madeUpHost(context, "known-hosts");
      await untilEnded(context, await create(context, [silent]));
      await mistrusting(context, async ({ hostId, thumbprint }) => {
        const { dnsHostName, ipAddress, sshPort } = given(context.target.scannable, "scannable host");
        const name = String(dnsHostName || ipAddress);
        const names = `${(sshPort ?? 22) === 22 ? name : `[${name}]:${sshPort}`},${silent.dnsHostName}`;
        const knownHosts = `# of the kit\n@cert-authority * ssh-ed25519 ${BLOB}\n${names} ssh-ed25519 ${BLOB}\n`;
        const seen = await context.expect("TrustKnownHosts", 200, { body: { knownHosts } });
        isThe([], memberOf(seen.json, "hosts"), seen, "body /hosts");
        const told = nodesIn(memberOf(seen.json, "mismatches")).map((one) => [
          one["hostId"],
          one["discoveredThumbprint"],
        ]);
        isThe([[hostId, thumbprint]], told, seen, "body /mismatches");
        const quiet = String(memberOf(seen.json, "silentHosts"));
        rule(
          quiet.includes(silent.dnsHostName),
          seen.cell,
          "body /silentHosts",
          "does not have the silent host",
        );
        isThe([2], memberOf(seen.json, "authorityLines"), seen, "body /authorityLines");
        isThe([OTHER], await pinOf(context, hostId), seen, "body (the host's trustedThumbprint)");
        const hostIds = [context.known().hostId].filter((id) => id !== hostId);
        if (hostIds.length === 0) return;
        const narrow = await context.expect("TrustKnownHosts", 200, { body: { knownHosts, hostIds } });
        isThe([], memberOf(narrow.json, "mismatches"), narrow, "body /mismatches (of other hosts)");
      });
    },
  },
  {
    name: "TrustKnownHosts refuses a file with a line that is none, too many lines, and hosts that there are not",
    cells: [{ operationId: "TrustKnownHosts", status: 400 }],
    needs: ["Admin token"],
    promises: ["known-hosts-bounds", "known-hosts-told", "errors-tell-where"],
    async run(context) {
      const line = `host.contract.invalid ssh-ed25519 ${BLOB}`;
      const bad = await context.expect("TrustKnownHosts", 400, { body: { knownHosts: `${line}\nnonsense` } });
      namesPath(bad, "TrustKnownHosts", "/knownHosts");
      const long = await context.expect("TrustKnownHosts", 400, {
        body: { knownHosts: "\n".repeat(20_001) },
      });
      namesPath(long, "TrustKnownHosts", "/knownHosts");
      await context.expect("TrustKnownHosts", 200, { body: { knownHosts: "\n".repeat(19_999) } });
      const nobody = { knownHosts: line, hostIds: [crypto.randomUUID()] };
      namesPath(
        await context.expect("TrustKnownHosts", 400, { body: nobody }),
        "TrustKnownHosts",
        "/hostIds/0",
      );
    },
  },
];
