import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { asApp, fixtureServer, JOBS } from "../testing/server.ts";
import { countMadeUpTokens, MADE_UP_PER_MINUTE } from "./made-up-tokens.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is beyond the limit waits for the end of the minute", () => {
  const count = countMadeUpTokens(2);
  expect([count("192.0.2.1"), count("192.0.2.1")]).toEqual([undefined, undefined]);
  vi.advanceTimersByTime(20_000);
  expect(count("192.0.2.1")).toMatchObject({ kind: "rate-limited", headers: { "Retry-After": "40" } });
  vi.advanceTimersByTime(40_000);
  expect(count("192.0.2.1")).toBeUndefined();
});

test("addresses count each for themselves, those of IPv6 by their /64, and IPv4 however it is written", () => {
  const count = countMadeUpTokens(1);
  for (const address of ["192.0.2.1", "2001:db8::1"]) expect(count(address)).toBeUndefined();
  for (const same of ["::ffff:192.0.2.1", "2001:db8::ffff"]) expect(count(same)).toBeDefined();
  for (const other of ["192.0.2.2", "2001:db8:0:1::1"]) expect(count(other)).toBeUndefined();
});

test("however many addresses there are, few are remembered", () => {
  const count = countMadeUpTokens(1);
  count("2001:db8::1");
  for (let at = 0; at < 10_000; at++) count(`10.${at >> 8}.${at & 255}.1`);
  expect(count("2001:db8::1")).toBeUndefined();
});

const call = (app: ReturnType<typeof fixtureServer>, token: string) =>
  app.request(JOBS, asApp("GET", { Authorization: `Bearer ${token}` }));

test("an address that has made up too many is told to wait, and a good token from there gets in all the same", async () => {
  const app = fixtureServer();
  for (let time = 0; time < MADE_UP_PER_MINUTE; time++) {
    const status = time % 2 === 0 ? await call(app, `made-up-${time}`) : await call(app, "b@d");
    expect(status.status).toBe(401);
  }
  const refused = await call(app, "another");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("Retry-After")).toMatch(/^[1-9]\d*$/);
  const second = await app.request("/signin2fa", {
    ...asApp("POST", { Authorization: "Bearer another", "Content-Type": "application/json" }),
    body: '"123456"',
  });
  expect(second.status).toBe(429);
  expect((await call(app, "app")).status).toBe(200);
});

test("a token that was issued, and holds no longer, is told so however often it is sent", async () => {
  const app = fixtureServer();
  for (let time = 0; time <= MADE_UP_PER_MINUTE; time++) {
    for (const token of ["expired", "revoked"]) expect((await call(app, token)).status).toBe(401);
  }
});
