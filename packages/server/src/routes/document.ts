import { createHash } from "node:crypto";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { openapiYaml, servedDocument } from "@hostscan/contract/document";
import { content, keptVersion } from "../answer.ts";
import type { WatchCalls } from "../middleware/call.ts";

const CACHING = "public, max-age=300";

/** Serves the hand-written OpenAPI document, bundled, to anyone: `/openapi.json` and `/openapi.yaml`. */
export function registerDocuments(app: OpenAPIHono, watch: WatchCalls): void {
  const writeJson = async () => `${JSON.stringify(servedDocument(), null, 2)}\n`;
  register("/openapi.json", "application/json", writeJson);
  register("/openapi.yaml", "application/yaml", openapiYaml); // RFC 9512

  function register(path: string, contentType: string, write: () => Promise<string>): void {
    // Made at the first call.
    let kept: Promise<{ text: string; etag: string }> | undefined;
    app.get(path, watch({ route: path, operation: path }), keptVersion, async (c) => {
      kept ??= write().then((text) => ({ text, etag: digest(text) }));
      const { text, etag } = await kept;
      return content(c, text, { "Content-Type": contentType, "Cache-Control": CACHING, ETag: etag });
    });
  }
}

const digest = (text: string): string => `"${createHash("sha256").update(text).digest("base64url")}"`;
