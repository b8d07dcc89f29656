import type {} from "@hostscan/database/testing";
import type { TestProject } from "vitest/node";
import { startTestServer } from "./test-server.ts";

/** Starts one Postgres server for the whole run, and removes it afterwards (vitest `globalSetup`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer((error) => process.emitWarning(error));
  project.provide("postgresUrl", server.url);
  return () => server.stop();
}
