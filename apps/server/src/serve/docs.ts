import { fileURLToPath } from "node:url";
import { type Pages, readPages } from "@hostscan/server";
import type { Logger } from "pino";
import type { Configuration } from "../configuration/settings.ts";

/** Where people read of the API. */
const DOCS_PATH = "/docs";

const SITE = fileURLToPath(new URL("./", import.meta.resolve("@hostscan/reference/site/index.html")));

/**
 * The pages that tell of the API, as they were built; none where they are switched off. Where they have not been built,
 * the log says so, and the API is served without them.
 */
export async function readDocs(
  { docs }: Pick<Configuration, "docs">,
  { log, site = SITE }: { readonly log: Pick<Logger, "warn">; readonly site?: string },
): Promise<Pages | undefined> {
  if (docs === "off") return undefined;
  try {
    return { path: DOCS_PATH, files: await readPages(site) };
  } catch (error) {
    log.warn({ error: String(error) }, `${DOCS_PATH} is not served: build @hostscan/reference`);
    return undefined;
  }
}
