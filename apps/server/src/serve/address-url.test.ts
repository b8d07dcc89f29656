import { expect, test } from "vitest";
import { addressUrl } from "./address-url.ts";

test.each([
  ["127.0.0.1", "http://127.0.0.1:80"],
  ["localhost", "http://localhost:80"],
  ["::1", "http://[::1]:80"],
  ["0.0.0.0", "http://127.0.0.1:80"],
  ["::", "http://[::1]:80"],
])("%s is reached at %s", (host, url) => {
  expect(addressUrl(host, 80)).toBe(url);
});
