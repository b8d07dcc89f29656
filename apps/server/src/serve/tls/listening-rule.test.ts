import { expect, test } from "vitest";
import { checkListening } from "./listening-rule.ts";

const plain = {
  host: "127.0.0.1",
  tlsCert: undefined,
  tlsKey: undefined,
  selfSigned: false,
  behindProxy: false,
};
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
  expect(() => checkListening({ ...plain, host, behindProxy: true })).not.toThrow();
  expect(() => checkListening({ ...plain, host, selfSigned: true })).not.toThrow();
});

test.each([
  ["a certificate without a key", { tlsCert: "cert.pem" }, /go together/],
  ["a key without a certificate", { tlsKey: "key.pem" }, /go together/],
  ["two certificates", { ...tls, selfSigned: true }, /exclude each other/],
])("%s is refused", (_, given, reason) => {
  expect(() => checkListening({ ...plain, ...given })).toThrow(reason);
});
