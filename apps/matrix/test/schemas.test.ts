import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  account,
  code,
  knownHosts,
  login,
  names,
  pairs,
  review,
  rows,
  scope,
  secret,
} from "../src/calls/calls.ts";
import { zHostId } from "../src/generated/hey-api/zod.gen.ts";
import * as orvalZod from "../src/generated/orval-zod/index.ts";
import { load } from "./load.ts";
import { KNOWN, startServer } from "./server.ts";

/** Of no variant that RFC 9562 knows, as the reference's server makes them. */
const GUID = "f568fec0-10b6-0b94-0daf-e62c50c9bf3e";

test("the zod schemas of generators take any GUID, and nothing else", () => {
  const taken = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
    schema.safeParse(value).success;
  expect([taken(zHostId, GUID), taken(zHostId, `${GUID}0`), taken(zHostId, "x")]).toEqual([
    true,
    false,
    false,
  ]);
  expect(taken(orvalZod.ByHostIdParams, { hostId: GUID })).toBe(true);
  expect(taken(orvalZod.ByHostIdParams, { hostId: "x" })).toBe(false);
});

/** The zod schemas that orval has written for an operation. */
const schemasOf = (id: string) =>
  ["Body", "Response"].flatMap((part) => {
    const found = Object.entries(orvalZod).find(([name]) => name === `${id}${part}`);
    return found ? [[part, found[1]] as const] : [];
  });

describe("orval's schemas take what the code of openapi-fetch sends, and what it is answered", async () => {
  const { origin, stop } = await startServer();
  afterAll(stop);
  const calls = (await load("openapi-fetch"))({ ...KNOWN, origin });

  test.each(Object.entries(calls))("%s", async (id, call) => {
    const { data } = await call();
    const judged = [];
    for (const [part, schema] of schemasOf(id)) {
      if (!(schema instanceof z.ZodType)) continue;
      const value =
        part === "Response" ? (["CancelJob", "RemoveCredential"].includes(id) ? undefined : data) : sent(id);
      judged.push([part, schema.safeParse(value).error]);
    }
    expect(judged.filter(([, error]) => error !== undefined)).toEqual([]);
    expect(judged.length).toBeGreaterThan(0);
  });
});

/** What is sent to an operation that takes a body; to the others, the rows of hosts. */
const bodies: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["SigninBody", login],
  ["Signin2fa", code],
  ["Sigin2fa", code],
  ["ByHostIdMultipleAsync", [KNOWN.hostId]],
  ["ScheduleJobsByDnsHostNameMultipleAsync", names],
  ["TrustHosts", pairs],
  ["TrustReviewed", review],
  ["TrustKnownHosts", knownHosts],
  ["AddCredential", account],
  ["ChangeCredentialSecret", secret],
  ["ChangeCredentialScope", scope],
]);

const sent = (id: string): unknown => bodies.get(id) ?? rows(KNOWN.credentialId);
