// Bundles the server once for all tests that start it as a process (vitest `globalSetup`): from its sources, a start costs
// three times as much.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linkServer } from "./release-server.mjs";

export default async function setup(project) {
  const folder = mkdtempSync(join(tmpdir(), `hostscan-test-${process.pid}-`));
  chmodSync(folder, 0o711);
  project.provide("serverExecutable", await linkServer(folder));
  return () => rmSync(folder, { recursive: true });
}
