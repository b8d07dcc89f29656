import { networkInterfaces } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { parseNetwork } from "./network.ts";
import { databaseEndpoint, knowOwnServices } from "./own-services.ts";
import { createScanNetworks } from "./scan-networks.ts";

const allow = (...texts: string[]) => texts.map((text) => parseNetwork(text) ?? expect.fail(text));
const DATABASE = { host: "192.0.2.5", port: 5432 };

test.each([
  ["postgres://db.example:6432/hostscan", { host: "db.example", port: 6432 }],
  ["postgresql://192.0.2.5/hostscan", { host: "192.0.2.5", port: 5432 }],
  ["postgres://nowhere/hostscan?host=db.example", { host: "db.example", port: 5432 }],
  ["postgres://hostscan@/hostscan?host=/run/postgresql", undefined],
])("the database of %s is reached there", (connectionString, endpoint) => {
  expect(databaseEndpoint(connectionString)).toEqual(endpoint);
});

test("this machine is denied by whatever address of its own, and allowed by its name only", async () => {
  const own = await knowOwnServices([]);
  const networks = createScanNetworks({ own, callersAreElsewhere: true });
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.map(({ address }) => address),
  );
  for (const address of [
    ...addresses,
    "127.0.0.1",
    "127.9.9.9",
    "::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
  ])
    expect([address, networks.permit(address, 22)]).toEqual([address, false]);
  expect(networks.permit("192.0.2.7", 22)).toBe(true);
  expect(
    createScanNetworks({ own, callersAreElsewhere: true, allowed: allow("127.0.0.0/8") }).permit(
      "127.0.0.1",
      22,
    ),
  ).toBe(true);
  expect(
    createScanNetworks({ own, callersAreElsewhere: true, allowed: allow("127.0.0.0/8") }).permit("::1", 22),
  ).toBe(false);
  expect(
    createScanNetworks({ own, callersAreElsewhere: true, allowed: allow("0.0.0.0/0") }).permit(
      "127.0.0.1",
      22,
    ),
  ).toBe(false);
});

test("the database is denied at its port, wherever it is, and nothing else of its machine", async () => {
  const own = await knowOwnServices([DATABASE, { host: "no-such-host.invalid", port: 22 }]);
  const networks = createScanNetworks({ own, callersAreElsewhere: true });
  expect(networks.permit("192.0.2.5", 5432)).toBe(false);
  expect(networks.permit("::ffff:192.0.2.5", 5432)).toBe(false);
  expect(networks.permit("64:ff9b::192.0.2.5", 5432)).toBe(false);
  expect(networks.permit("192.0.2.5", 22)).toBe(true);
  expect(networks.permit("192.0.2.5")).toBe(true);
  expect(
    createScanNetworks({ own, callersAreElsewhere: true, allowed: allow("192.0.2.5/32") }).permit(
      "192.0.2.5",
      5432,
    ),
  ).toBe(true);
  expect(
    createScanNetworks({ own, callersAreElsewhere: true, allowed: allow("192.0.2.0/24") }).permit(
      "192.0.2.5",
      5432,
    ),
  ).toBe(false);
});

test("a database by name is denied where the name leads", async () => {
  const own = await knowOwnServices([{ host: "localhost", port: 5432 }]);
  const networks = createScanNetworks({ own, callersAreElsewhere: true, allowed: allow("10.0.0.0/8") });
  expect(networks.permit("127.0.0.1", 5432)).toBe(false);
});

test("to callers on this machine all is allowed, but for jobs of who may be called from elsewhere", async () => {
  const networks = createScanNetworks({ own: await knowOwnServices([]) });
  expect(networks.callersAreElsewhere).toBe(false);
  expect(networks.permit("127.0.0.1", 22)).toBe(true);
  expect(networks.permit("127.0.0.1", 22, { fromElsewhere: false })).toBe(true);
  expect(networks.permit("127.0.0.1", 22, { fromElsewhere: true })).toBe(false);
});

test("where the database is, is looked up anew after a while, and what was known is good meanwhile", async () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(1_000);
  onTestFinished(() => now.mockRestore());
  const database = { ...DATABASE };
  const own = await knowOwnServices([database]);
  const networks = createScanNetworks({ own, callersAreElsewhere: true });
  const permitted = () => ["192.0.2.5", "192.0.2.6"].map((address) => networks.permit(address, 5432));
  database.host = "192.0.2.6";
  now.mockReturnValue(6_000);
  permitted();
  await nextTurn();
  expect(permitted()).toEqual([false, true]);
  now.mockReturnValue(6_001);
  expect(permitted()).toEqual([false, true]);
  await nextTurn();
  expect(permitted()).toEqual([true, false]);
});
