import { randomBytes } from "node:crypto";
import { chromium, launch } from "@hostscan/client/test/chromium";
import { createEmptyDatabase } from "@hostscan/database/testing";
import type { Browser } from "playwright-core";
import {
  runExecutable,
  startExecutable,
  textOf,
} from "../../../../packages/contract-tests/test/stack/executable.ts";

/** The started server with its pages, and a browser to read them in. */
export interface Stage extends AsyncDisposable {
  readonly browser: Browser;
  /** Where the pages are, with a slash at the end. */
  readonly docsUrl: string;
  /** Admits calls. */
  readonly token: string;
}

export async function setStage(): Promise<Stage> {
  await using cleanUp = new AsyncDisposableStack();
  const database = await createEmptyDatabase();
  cleanUp.defer(() => database.drop());
  const key = randomBytes(32).toString("base64");
  const environment = { DATABASE_URL: database.connectionString, HOSTSCAN_SECRET_KEY: key };
  const server = cleanUp.use(await startExecutable(environment));
  const token = await textOf("token", runExecutable(environment, "token", "issue", "--name", "reader"));
  const browser = await launch(chromium.executable ?? "");
  cleanUp.defer(() => browser.close());
  const parts = cleanUp.move();
  return {
    browser,
    docsUrl: `${server.url}/docs/`,
    token,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
