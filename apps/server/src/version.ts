import { readFileSync } from "node:fs";

/** The release of this server. Its manifest lies above what is run, whether that is built, bundled or not at all. */
export function serverVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const isVersioned = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isVersioned && typeof manifest.version === "string" ? manifest.version : "unknown";
}
