import { fileURLToPath } from "node:url";
import { type RedoclyRun, redocly as redoclyIn } from "@hostscan/contract/generate";

/** The folder of the document. */
export const openapiFolder = fileURLToPath(new URL("..", import.meta.url));

/** Runs Redocly's command line in the folder of the document. */
export const redocly = (...args: readonly string[]): Promise<RedoclyRun> => redoclyIn(openapiFolder, ...args);
