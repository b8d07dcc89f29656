import { parseNetwork } from "@hostscan/engine";
import { expect, test } from "vitest";
import { resolveConfiguration } from "../../configuration/resolve.ts";
import { callersAreElsewhere, checkListening, checkPorts } from "./listening-rule.ts";

const plain = {
  host: "127.0.0.1",
  tlsCert: undefined,
  tlsKey: undefined,
  selfSigned: false,
  behindProxy: false,
  trustedProxies: undefined,
};
const proxies = (...texts: string[]) => texts.map((text) => parseNetwork(text) ?? expect.fail(text));
const trustedProxies = proxies("127.0.0.1/32");
const tls = { tlsCert: "cert.pem", tlsKey: "key.pem" };

test.each(["127.0.0.1", "127.1.2.3", "::1", "localhost"])("%s needs no TLS", (host) => {
  expect(() => checkListening({ ...plain, host })).not.toThrow();
});

test.each([
  "0.0.0.0",
  "::",
  "10.0.0.1",
  "2001:db8::1",
  "::ffff:127.0.0.1",
  "127.0.0.1.example",
  "hostscan.example",
  "",
])("%j does", (host) => {
  expect(() => checkListening({ ...plain, host })).toThrow(
    /^on .*, tokens and passwords would cross the network/,
  );
  expect(() => checkListening({ ...plain, host, ...tls })).not.toThrow();
  expect(() => checkListening({ ...plain, host, behindProxy: true, trustedProxies })).not.toThrow();
  expect(() => checkListening({ ...plain, host, selfSigned: true })).not.toThrow();
});

test.each(["127.0.0.1", "0.0.0.0"])("on %s, nobody is behind a proxy that is not named", (host) => {
  expect(() => checkListening({ ...plain, host, behindProxy: true })).toThrow(/HOSTSCAN_TRUSTED_PROXIES/);
  expect(() => checkListening({ ...plain, ...tls, host, behindProxy: true })).toThrow(/share its limits/);
});

test.each(["0.0.0.0/0", "::/0", "::ffff:0:0/96", "128.0.0.0/1", "10.0.0.0/7", "8000::/1", "fc00::/6"])(
  "%s is no proxy",
  (many) => {
    const trusted = proxies("127.0.0.1/32", many);
    expect(() => checkListening({ ...plain, behindProxy: true, trustedProxies: trusted })).toThrow(
      /must hold the proxies, and no network larger/,
    );
  },
);

test.each(["10.0.0.0/8", "fc00::/7"])("%s may be anybody's own, proxies and all", (own) => {
  checkListening({ ...plain, behindProxy: true, trustedProxies: proxies(own) });
});

test.each([
  ["a certificate without a key", { tlsCert: "cert.pem" }, /go together/],
  ["a key without a certificate", { tlsKey: "key.pem" }, /go together/],
  ["two certificates", { ...tls, selfSigned: true }, /exclude each other/],
])("%s is refused", (_, given, reason) => {
  expect(() => checkListening({ ...plain, ...given })).toThrow(reason);
});

test.each([
  ["listens on loopback", { host: "127.0.0.1" }, false],
  ["listens beyond it", { host: "0.0.0.0" }, true],
  ["listens for a proxy", { host: "127.0.0.1", behindProxy: true }, true],
] as const)("where it %s, callers are elsewhere: %j, %s", (_, given, elsewhere) => {
  expect(callersAreElsewhere({ ...plain, ...given })).toBe(elsewhere);
});

type Values = Readonly<Record<string, string>>;
const ports = (values: Values) => () => checkPorts(resolveConfiguration({}, { values, command: "serve" }));

test.each<[string, Values]>([
  ["the same address", { port: "7000", metricsPort: "7000" }],
  ["the port that calls have by default", { metricsPort: "6500" }],
  ["any address for calls", { host: "0.0.0.0", port: "7000", metricsPort: "7000" }],
  ["any address for metrics", { port: "7000", metricsHost: "::", metricsPort: "7000" }],
  ["a worker that tells its health", { role: "worker", port: "7000", metricsPort: "7000" }],
])("calls and metrics do not share a port: %s", (_, values) => {
  expect(ports(values)).toThrow(/^HOSTSCAN_PORT and HOSTSCAN_METRICS_PORT are both \d+: metrics need/);
});

test.each<[string, Values]>([
  ["no metrics", { port: "7000" }],
  ["another port", { port: "7000", metricsPort: "7001" }],
  ["free ones", { port: "0", metricsPort: "0" }],
  ["another address", { host: "127.0.0.2", port: "7000", metricsPort: "7000" }],
  ["a worker that listens for metrics alone", { role: "worker", metricsPort: "6500" }],
])("they listen apart: %s", (_, values) => {
  expect(ports(values)).not.toThrow();
});
