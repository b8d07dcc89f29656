import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepSelfSigned, selfSignedFile } from "./self-signed.ts";

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "hostscan-tls-")), "data");
});
afterEach(() => rm(join(folder, ".."), { recursive: true }));

test("it is a certificate for this machine, which is kept", async () => {
  const { first } = await keepSelfSigned(folder);
  const certificate = new X509Certificate(first.cert);
  for (const name of ["localhost"]) expect(certificate.checkHost(name)).toBe(name);
  for (const address of ["127.0.0.1", "::1"]) expect(certificate.checkIP(address)).toBe(address);
  expect(certificate.checkHost("hostscan.example")).toBeUndefined();
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(await readFile(selfSignedFile(folder), "utf8")).toBe(first.cert);
  expect((await stat(join(folder, "tls-self-signed.key"))).mode & 0o777).toBe(0o600);
  expect((await keepSelfSigned(folder)).first).toEqual(first);
});

test("one that ends soon, or that is broken, is made anew", async () => {
  const { first } = await keepSelfSigned(folder);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 340 * 86_400_000 });
  const { first: next } = await keepSelfSigned(folder).finally(() => vi.useRealTimers());
  expect(next.cert).not.toBe(first.cert);
  await writeFile(selfSignedFile(folder), "nonsense");
  const { first: repaired } = await keepSelfSigned(folder);
  expect(new X509Certificate(repaired.cert).checkHost("localhost")).toBe("localhost");
});
