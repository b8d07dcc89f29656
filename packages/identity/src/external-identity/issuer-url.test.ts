import { expect, test } from "vitest";
import { isIssuerUrl } from "./issuer-url.ts";

test.each([
  "https://login.example",
  "https://login.example/realms/lab",
  "http://127.0.0.1:9000",
  "http://localhost:9000/",
  "http://[::1]:9000",
])("%s is an issuer", (text) => {
  expect(isIssuerUrl(text)).toBe(true);
});

test.each([
  "",
  "login.example",
  "http://login.example",
  "http://127.0.0.1.example",
  "http://localhost.example",
  "https://login.example?a=b",
  "https://login.example#a",
  "file:///etc/passwd",
])("%j is none", (text) => {
  expect(isIssuerUrl(text)).toBe(false);
});
