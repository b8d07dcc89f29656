import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { readAnswers } from "../examples/declared-answers.ts";
import { createMockAdministration } from "./mock-administration.ts";

const mock = createMockAdministration(readAnswers(openapiDocument));
const context = { caller: { subject: "a", name: "a", role: "Admin" }, requestId: "a" };
const known = "f568fec0-10b6-4b94-9daf-e62c50c9bf3e";
const secret = { password: "p" };

test("the credentials of the examples are listed, read, changed and removed, and stay", async () => {
  const listed = await mock.listCredentials({ limit: 1 }, context);
  expect(listed).toMatchObject({ ok: true, value: { items: [{ id: known }], next: "1" } });
  const stated = { name: "a", userName: "a", scope: ["anywhere"], secret };
  expect(await mock.addCredential(stated, context)).toMatchObject({ value: { id: known } });
  for (const changed of [
    mock.changeCredentialSecret(known.toUpperCase(), secret, context),
    mock.changeCredentialScope(known, { scope: ["anywhere"] }, context),
    mock.resumeCredential(known, context),
  ])
    expect(await changed).toMatchObject({ value: { id: known } });
  expect(await mock.removeCredential(known, context)).toEqual({ ok: true, value: undefined });
  expect(await mock.getCredential(known, context)).toMatchObject({ value: { id: known } });
  const unknown = await mock.getCredential("00000000-0000-0000-0000-000000000001", context);
  expect(unknown).toMatchObject({ rejection: { kind: "not-found", detail: expect.stringContaining(known) } });
});

test("what awaits trust, and what is trusted, is as the examples have it", async () => {
  expect(await mock.listAwaitingTrust({ limit: 9 }, context)).toMatchObject({
    value: { items: [{ trustedThumbprint: null }, {}] },
  });
  expect(await mock.reviewTrust("a", context)).toMatchObject({ value: { code: "9c1185a5c5e9fc54" } });
  for (const trusted of [mock.trustHosts([], context), mock.trustReviewed("a", { code: "" }, context)])
    expect(await trusted).toMatchObject({ value: [{ formerThumbprint: null }, {}] });
  expect(await mock.trustKnownHosts({ knownHosts: "" }, context)).toMatchObject({
    value: { authorityLines: [7] },
  });
});
