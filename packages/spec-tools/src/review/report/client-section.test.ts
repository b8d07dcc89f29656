import { expect, test } from "vitest";
import type { Weight } from "../client/weigh-client.ts";
import { clientSection } from "./report.ts";

const weight = (name: string, bytes: number | undefined, limit?: number): Weight => ({
  name,
  source: "",
  bytes,
  ...(limit && { limit }),
});

test("weights stand side by side, and one that is above its limit is marked", () => {
  const before = [weight("a", 3990, 4000), weight("b", undefined), weight("c", 20_000), weight("d", 5)];
  const now = [weight("a", 4001, 4000), weight("b", 7), weight("c", 18_000), weight("d", 5)];
  expect(clientSection({ before, now }).body).toBe(`| Bytes after gzip | Before | Now | Change | At most |
| --- | --- | --- | --- | --- |
| a | 3,990 | 4,001 | +11 | 4,000 ⚠️ |
| b | – | 7 | – | – |
| c | 20,000 | 18,000 | −2,000 | – |
| d | 5 | 5 | none | – |`);
});

test("a client that weighs the same takes a line", () => {
  const weights = [weight("a", 3990, 4000), weight("b", 12_000)];
  expect(clientSection({ before: weights, now: weights }).body).toBe(
    "a 3,990, b 12,000 bytes after gzip, as before.",
  );
});

test("a client that does not bundle is shown, before and now", () => {
  const weights = [weight("a", undefined)];
  expect(clientSection({ before: weights, now: weights }).body).toContain("| a | – | – | – | – |");
});
