import type { Variation } from "../call.ts";
import { type Answer, type Check, type CheckContext, given, type OperationId, rule } from "../check.ts";
import { memberOf } from "../document/place.ts";
import type { Need } from "../target.ts";
import { create, isThe, jobIn, madeUpHost, madeUpName, read, untilEnded } from "./job-rules.ts";

/** A scheduling call and another one of the same operation. */
type TwoCalls = (context: CheckContext) => readonly [Variation, Variation];

const byHosts =
  (variation: (hostId: string) => Variation): TwoCalls =>
  ({ target }) => {
    const [first, second] = given(target.hosts, "known hosts");
    return [variation(first), variation(second)];
  };

const byNames =
  (variation: (name: string, credentialId: string) => Variation): TwoCalls =>
  (context) => {
    const credentialId = given(context.target.credentialId, "credential");
    const calls = (label: string) => variation(madeUpName(context, label), credentialId);
    return [calls("same"), calls("other")];
  };

const keyed = (variation: Variation, key: string): Variation => ({
  ...variation,
  headers: { ...variation.headers, "Idempotency-Key": key },
});

/** The id of the job that was answered, or of the first one. */
const jobIdIn = ({ json }: Answer) => memberOf(Array.isArray(json) ? json[0] : json, "id");

const malformed: readonly (readonly [what: string, key: string])[] = [
  ["too long", "k".repeat(256)],
  ["of two words", "two words"],
  ["not of ASCII", "schl\u00fcssel"],
];

/** What a list is that holds other items than the first one, or in another order. */
const otherContents: readonly (readonly [what: string, change: (items: readonly unknown[]) => unknown[]])[] =
  [
    ["the items in another order", (items) => items.toReversed()],
    ["a list of fewer items", (items) => items.slice(0, 1)],
  ];

/** Checks that a call has scheduled nothing: the newest job of all is still the same. */
async function schedulesNoJob({ expect }: CheckContext, call: () => Promise<unknown>): Promise<void> {
  const newest = async () => {
    const seen = await expect("Get", 200, { query: "limit=1" });
    return { id: jobIdIn(seen), seen };
  };
  const before = await newest();
  await call();
  const after = await newest();
  isThe(before.id, after.id, after.seen, "body /0/id");
}

/** The path belongs to the content: an id that nothing has may be refused as such, too. */
const otherPath = (operationId: OperationId, need: Need, calls: TwoCalls): Check => ({
  name: `${operationId} takes another id in the path for other content`,
  cells: [{ operationId, status: 409 }],
  needs: [need],
  promises: ["key-other-content"],
  async run(context) {
    const [first] = calls(context);
    const key = `path-${context.run}`;
    await context.expect(operationId, 200, keyed(first, key));
    const path = Object.fromEntries(Object.keys(first.path ?? {}).map((name) => [name, crypto.randomUUID()]));
    await context.expect(operationId, [400, 409], keyed({ ...first, path }, key));
  },
});

function idempotency(operationId: OperationId, need: Need, calls: TwoCalls): Check[] {
  const takesList = operationId !== "ByHostId";
  const cells = [{ operationId, status: 200 }];
  return [
    {
      name: `${operationId} gives the very same answer to a repeated Idempotency-Key`,
      cells,
      needs: [need],
      promises: ["key-same-answer"],
      async run(context) {
        const request = keyed(calls(context)[0], `same-${context.run}`);
        const first = await context.expect(operationId, 200, request);
        const again = async (when: string, headers = {}) => {
          const repeated = { ...request, headers: { ...headers, ...request.headers } };
          const { text, cell } = await context.expect(operationId, 200, repeated);
          rule(first.text === text, cell, "body", `differs for the same key${when}`);
        };
        await again("");
        const type = { "Content-Type": "application/json; charset=utf-8" };
        await again(", with other headers", { Accept: "*/*", "User-Agent": "kit", ...(takesList && type) });
        // It may have ended meanwhile.
        const path = { hostScanJobId: String(jobIdIn(first)) };
        await context.expect("CancelJob", [202, 400], { path });
        await again(", once the job has ended");
        await context.expect(operationId, 401, { ...request, token: null });
      },
    },
    {
      name: `${operationId} refuses an Idempotency-Key that was used for other content`,
      cells: [{ operationId, status: 409 }],
      needs: [need],
      promises: ["key-other-content"],
      async run(context) {
        const [first, other] = calls(context);
        const one = await context.expect(operationId, 200, keyed(first, `other-${context.run}`));
        await schedulesNoJob(context, () =>
          context.expect(operationId, 409, keyed(other, `other-${context.run}`)),
        );
        const again = await context.expect(operationId, 200, keyed(first, `other-${context.run}`));
        isThe(jobIdIn(one), jobIdIn(again), again, "body /id");
      },
    },
    ...(takesList ? otherContents : []).map(
      ([what, change]): Check => ({
        name: `${operationId} takes ${what} for other content`,
        cells: [{ operationId, status: 409 }],
        needs: [need],
        promises: ["key-other-content"],
        async run(context) {
          const [{ body: one, ...first }, { body: other }] = calls(context);
          const items = [one, other].flat();
          const key = `${what.replaceAll(" ", "-")}-${context.run}`;
          await context.expect(operationId, 200, keyed({ ...first, body: items }, key));
          await context.expect(operationId, 409, keyed({ ...first, body: change(items) }, key));
        },
      }),
    ),
    ...(operationId === "ScheduleJobsByDnsHostNameMultipleAsync"
      ? [otherPath(operationId, need, calls)]
      : []),
    {
      name: `${operationId} does not use up the key of a call that was refused`,
      cells,
      needs: [need],
      promises: ["key-not-burnt"],
      async run(context) {
        const key = `burnt-${context.run}`;
        const [good] = calls(context);
        const { body: _, path, ...rest } = good;
        const unknown =
          path && Object.fromEntries(Object.keys(path).map((name) => [name, crypto.randomUUID()]));
        const wrong = "body" in good ? { ...good, body: [] } : { ...rest, path: unknown ?? {} };
        await context.expect(operationId, 400, keyed(wrong, key));
        await context.expect(operationId, 401, { ...keyed(good, key), token: null });
        if (Array.isArray(good.body)) {
          const unknownToo = [
            ...good.body,
            operationId === "ByHostIdMultipleAsync" ? crypto.randomUUID() : {},
          ];
          await context.expect(operationId, 400, keyed({ ...good, body: unknownToo }, key));
        }
        await context.expect(operationId, 200, keyed(good, key));
      },
    },
    {
      name: `${operationId} takes Idempotency-Keys of 1 to 255 visible characters, and tells capitals apart`,
      cells,
      needs: [need],
      promises: ["key-form", "bounds"],
      async run(context) {
        const [first, other] = calls(context);
        const long = `!~"(){}${context.run}`.padEnd(255, "k");
        await context.expect(operationId, 200, keyed(first, long));
        await context.expect(operationId, 200, keyed(other, long.replace(/k$/, "K")));
        const [one] = crypto.randomUUID();
        await context.expect(operationId, [200, 409], keyed(first, `${one}`));
      },
    },
    ...malformed.map(
      ([what, key]): Check => ({
        name: `${operationId} refuses an Idempotency-Key that is ${what}`,
        cells: [{ operationId, status: 400 }],
        needs: [],
        promises: ["key-form"],
        async run({ expect }) {
          await expect(operationId, 400, keyed({}, key));
        },
      }),
    ),
    {
      name: `${operationId} carries a call out once that arrives twice at the same time`,
      cells,
      needs: [need],
      promises: ["key-once"],
      async run(context) {
        const request = keyed(calls(context)[0], `race-${context.run}`);
        const seen = await Promise.all([1, 2, 3].map(() => context.expect(operationId, 200, request)));
        const ids = new Set(seen.map(jobIdIn));
        rule(ids.size === 1, { operationId, status: 200 }, "body /id", `is of ${ids.size} jobs for one key`);
      },
    },
    {
      name: `${operationId} keeps the keys of two callers apart`,
      cells,
      needs: [need, "other App token"],
      promises: ["key-by-caller"],
      async run(context) {
        const token = given(context.target.tokens.otherApp, "other App token");
        const [first, other] = calls(context);
        const one = await context.expect(operationId, 200, keyed(first, `caller-${context.run}`));
        const same = await context.expect(operationId, 200, {
          ...keyed(first, `caller-${context.run}`),
          token,
        });
        rule(jobIdIn(one) !== jobIdIn(same), same.cell, "body /id", "is of another caller's job");
        await context.expect(operationId, 200, keyed(first, `mine-${context.run}`));
        await context.expect(operationId, 200, { ...keyed(other, `mine-${context.run}`), token });
      },
    },
  ];
}

export const idempotencyChecks: readonly Check[] = [
  ...idempotency(
    "PostListOfIdsAsync",
    "credential",
    byNames((dnsHostName, credentialId) => ({ body: [{ dnsHostName, credentialId }] })),
  ),
  ...idempotency(
    "ScheduleJobsByDnsHostNameMultipleAsync",
    "credential",
    byNames((name, credentialId) => ({ path: { credentialId }, body: [name] })),
  ),
  ...idempotency(
    "ByHostId",
    "known hosts",
    byHosts((hostId) => ({ path: { hostId } })),
  ),
  ...idempotency(
    "ByHostIdMultipleAsync",
    "known hosts",
    byHosts((hostId) => ({ body: [hostId] })),
  ),
  {
    name: "keys of different operations are kept apart",
    cells: [],
    needs: ["credential"],
    promises: ["key-by-operation"],
    async run(context) {
      const headers = { "Idempotency-Key": `operation-${context.run}` };
      const job = await create(context, [madeUpHost(context, "keys-apart")], { headers });
      const path = { hostId: `${job.hosts[0]?.["hostId"]}` };
      const other = jobIn(await context.expect("ByHostId", 200, { path, headers }));
      const body = [path.hostId];
      const [third] = [await context.expect("ByHostIdMultipleAsync", 200, { body, headers })];
      const ids = new Set([job.id, other.id, jobIdIn(third)]);
      rule(ids.size === 3, third.cell, "body", "is the answer of another operation");
    },
  },
  {
    name: "the answer to a repeated Idempotency-Key is the one of then, whatever has become of the job",
    cells: [],
    needs: ["credential"],
    promises: ["key-same-answer"],
    async run(context) {
      const headers = { "Idempotency-Key": `then-${context.run}` };
      const body = [madeUpHost(context, "then")];
      const first = await create(context, body, { headers });
      await untilEnded(context, first);
      const again = await create(context, body, { headers });
      rule(first.seen.text === again.seen.text, again.seen.cell, "body", "is not the answer of then");
      isThe(first.id, (await read(context, again.id)).id, again.seen, "body /id");
    },
  },
];
