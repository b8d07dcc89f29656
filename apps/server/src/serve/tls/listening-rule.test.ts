import { parseNetwork } from "@hostscan/engine";
import { expect, test } from "vitest";
import { callersAreElsewhere, checkListening } from "./listening-rule.ts";

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
