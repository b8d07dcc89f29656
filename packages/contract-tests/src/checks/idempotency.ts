import type { Variation } from "../call.ts";
import { type Check, type CheckContext, given, type OperationId, rule } from "../check.ts";
import type { Need } from "../target.ts";
import { madeUpName } from "./job-rules.ts";

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

function idempotency(operationId: OperationId, need: Need, calls: TwoCalls): Check[] {
  const keyed = (variation: Variation, key: string) => ({
    ...variation,
    headers: { "Idempotency-Key": key },
  });
  return [
    {
      name: `${operationId} gives the very same answer to a repeated Idempotency-Key`,
      cells: [{ operationId, status: 200 }],
      needs: [need],
      async run(context) {
        const request = keyed(calls(context)[0], `same-${context.run}`);
        const first = await context.expect(operationId, 200, request);
        const second = await context.expect(operationId, 200, request);
        rule(first.text === second.text, { operationId, status: 200 }, "body", "differs for the same key");
      },
    },
    {
      name: `${operationId} refuses an Idempotency-Key that was used for other content`,
      cells: [{ operationId, status: 409 }],
      needs: [need],
      async run(context) {
        const [first, other] = calls(context);
        await context.expect(operationId, 200, keyed(first, `other-${context.run}`));
        await context.expect(operationId, 409, keyed(other, `other-${context.run}`));
      },
    },
    {
      name: `${operationId} refuses an Idempotency-Key that is too long`,
      cells: [{ operationId, status: 400 }],
      needs: [],
      async run({ expect }) {
        await expect(operationId, 400, keyed({}, "k".repeat(256)));
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
];
