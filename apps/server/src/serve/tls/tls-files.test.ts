import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { keptConnection, makeIdentity, shownFingerprint } from "../../../test/tls.ts";
import { listen } from "../http-server.ts";
import { openTlsFiles } from "./tls-files.ts";
import { describeCertificate, type TlsIdentity } from "./tls-identity.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-tls-"));
});
afterEach(() => rm(folder, { recursive: true }));

const files = () => ({ certFile: join(folder, "tls.crt"), keyFile: join(folder, "tls.key") });
const fingerprintOf = (identity: TlsIdentity) => describeCertificate(identity).fingerprint;

/** Writes the files anew, each under its name in one step. */
async function put({ cert, key }: TlsIdentity, { certFile, keyFile } = files()) {
  for (const [path, text] of [
    [certFile, cert],
    [keyFile, key],
  ] as const) {
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }
}

const silentLog = () => ({ info: vi.fn(), warn: vi.fn(), error: vi.fn() });

/** Serves with the files, and tells what the log was told, line by line. */
async function serve() {
  const log = silentLog();
  const tls = await openTlsFiles(files(), { log, everyMs: 5 });
  const server = await listen(() => new Response("here"), { host: "127.0.0.1", port: 0 }, { tls });
  onTestFinished(() => server.close(0));
  return { port: server.port, ...log };
}

test("a new certificate is shown to new connections, and one that is open goes on", async () => {
  const [old, next] = [await makeIdentity(), await makeIdentity()];
  await put(old);
  const { port, info } = await serve();
  const kept = keptConnection(port);
  onTestFinished(() => kept.close());
  expect((await kept.get()).body).toBe("here");
  expect(await shownFingerprint(port)).toBe(fingerprintOf(old));

  await put(next);
  await expect.poll(() => info.mock.calls).toEqual([[describeCertificate(next), "TLS certificate changed"]]);
  expect(await shownFingerprint(port)).toBe(fingerprintOf(next));
  expect(await kept.get()).toMatchObject({ body: "here", reused: true });
});

test("another folder behind a link is noticed, as when a secret is mounted into a container", async () => {
  const [old, next] = [await makeIdentity(), await makeIdentity()];
  const version = async (name: string, identity: TlsIdentity) => {
    await mkdir(join(folder, name));
    await put(identity, { certFile: join(folder, name, "tls.crt"), keyFile: join(folder, name, "tls.key") });
    await symlink(name, join(folder, "data.new"));
    await rename(join(folder, "data.new"), join(folder, "data"));
  };
  await version("1", old);
  for (const name of ["tls.crt", "tls.key"]) await symlink(join("data", name), join(folder, name));
  const { port } = await serve();
  expect(await shownFingerprint(port)).toBe(fingerprintOf(old));
  await version("2", next);
  await expect.poll(() => shownFingerprint(port)).toBe(fingerprintOf(next));
});

test("what is unusable is told once, and the certificate before it stays until there is a good one", async () => {
  const [old, next] = [await makeIdentity(), await makeIdentity()];
  await put(old);
  const { port, info, error } = await serve();
  await writeFile(files().certFile, next.cert);
  await expect.poll(() => error.mock.calls.length).toBe(1);
  expect(error.mock.calls[0]?.[0].fault).toMatch(/cannot be used: .*key values mismatch/);
  expect(await shownFingerprint(port)).toBe(fingerprintOf(old));

  await rm(files().keyFile);
  await expect.poll(() => error.mock.calls.length).toBe(2);
  expect(await shownFingerprint(port)).toBe(fingerprintOf(old));

  await put(next);
  await expect.poll(() => info.mock.calls.length).toBe(1);
  expect(await shownFingerprint(port)).toBe(fingerprintOf(next));
  expect(error).toHaveBeenCalledTimes(2);
  expect(JSON.stringify([...error.mock.calls, ...info.mock.calls])).not.toContain("PRIVATE KEY");
});

test.each([
  ["missing", undefined, /cannot be read: ENOENT/],
  ["no certificate", "nonsense", /cannot be used/],
])("files that are %s from the start are refused", async (_, text, reason) => {
  if (text !== undefined) await put({ cert: text, key: text });
  const opening = openTlsFiles(files(), { log: silentLog() });
  await expect(opening).rejects.toMatchObject({ exitCode: 78, message: expect.stringMatching(reason) });
});

test.each([0o666, 0o602, 0o777, 0o660])("a key of mode %o is refused, with what mends it", async (mode) => {
  await put(await makeIdentity());
  const { keyFile } = files();
  await chmod(keyFile, mode);
  await expect(openTlsFiles(files(), { log: silentLog() })).rejects.toMatchObject({
    exitCode: 78,
    message: expect.stringMatching(/^the key in .* can be changed by .*: chmod o-rwx,g-w .*tls\.key$/),
  });
});

test.each([0o400, 0o600, 0o440, 0o640])(
  "a key of mode %o is used, such as Debian has for the group ssl-cert",
  async (mode) => {
    await put(await makeIdentity());
    await chmod(files().keyFile, mode);
    expect((await openTlsFiles(files(), { log: silentLog() })).first.key).toContain("PRIVATE KEY");
  },
);

test("a key that everybody may read is used and told once where root owns it, as Docker mounts secrets; else refused", async () => {
  await put(await makeIdentity());
  const { keyFile } = files();
  await chmod(keyFile, 0o444);
  const log = silentLog();
  const opening = openTlsFiles(files(), { log, everyMs: 5 });
  if (process.getuid?.() !== 0) return expect(opening).rejects.toMatchObject({ exitCode: 78 });
  onTestFinished((await opening).follow(() => {}));
  const next = await makeIdentity();
  await put(next);
  await chmod(keyFile, 0o444);
  await expect
    .poll(() => log.info.mock.calls)
    .toContainEqual([describeCertificate(next), "TLS certificate changed"]);
  expect(log.warn.mock.calls).toEqual([[expect.stringMatching(/can be read by every user .*mode 0400$/)]]);
});

test("a new key that anybody may change is not taken", async () => {
  const [old, next] = [await makeIdentity(), await makeIdentity()];
  await put(old);
  const { port, error } = await serve();
  await put(next);
  await chmod(files().keyFile, 0o666);
  await expect.poll(() => error.mock.calls.length).toBeGreaterThan(0);
  expect(error.mock.lastCall?.[1]).toBe("TLS certificate kept, as the new one is unusable");
  expect([fingerprintOf(old), fingerprintOf(next)]).toContain(await shownFingerprint(port));
});
