import { createHash } from "node:crypto";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { openapiDocument, openapiYaml } from "@hostscan/contract/document";
import { ANSWER_HEADERS } from "./answer-headers.ts";
import { answerCall, type CallWatchers } from "./request/answer-call.ts";
import type { Call } from "./request/call.ts";
import { hasVersion } from "./request/if-none-match.ts";

const MAX_AGE_SECONDS = 300;

/** Serves the hand-written OpenAPI document, bundled, to anyone: `/openapi.json` and `/openapi.yaml`. */
export function registerDocuments(app: OpenAPIHono, watchers: CallWatchers): void {
  const json = documentResponder(
    "application/json",
    async () => `${JSON.stringify(openapiDocument, null, 2)}\n`,
  );
  const yaml = documentResponder("application/yaml", openapiYaml); // RFC 9512
  for (const [path, respond] of Object.entries({ "/openapi.json": json, "/openapi.yaml": yaml })) {
    app.get(path, answerCall(watchers, { route: path, operation: path }, respond));
  }
}

/** Answers with a text, which is made at the first call. */
function documentResponder(contentType: string, write: () => Promise<string>) {
  let kept: Promise<{ text: string; etag: string }> | undefined;

  async function make() {
    const text = await write();
    return { text, etag: `"${createHash("sha256").update(text).digest("base64url")}"` };
  }

  return async ({ context, requestId }: Call): Promise<Response> => {
    kept ??= make();
    const { text, etag } = await kept;
    const headers = {
      ...ANSWER_HEADERS,
      "Cache-Control": `public, max-age=${MAX_AGE_SECONDS}`,
      ETag: etag,
      "X-Request-Id": requestId,
    };
    return hasVersion(context.req.header("If-None-Match"), etag)
      ? new Response(null, { status: 304, headers })
      : new Response(text, { headers: { "Content-Type": contentType, ...headers } });
  };
}
