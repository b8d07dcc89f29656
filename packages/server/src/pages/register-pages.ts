import type { OpenAPIHono } from "@hono/zod-openapi";
import { parseAccept } from "hono/utils/accept";
import { ANSWER_HEADERS, PAGE_HEADERS } from "../answer-headers.ts";
import { answerCall, type CallWatchers } from "../request/answer-call.ts";
import type { Call } from "../request/call.ts";
import { hasVersion } from "../request/if-none-match.ts";
import type { Coding, PageFile, PageFiles } from "./read-pages.ts";

/** Pages for people, beside the API. */
export interface Pages {
  /** Where they are served, as `/docs`. */
  readonly path: string;
  readonly files: PageFiles;
}

const INDEX = /(^|\/)index\.html$/;

/** A name that holds a digest of its content, as `site.3f1c09ab2d.css`: nothing else will ever have that name. */
const HASHED = /\.[0-9a-f]{10}\.\w+$/;

const FOR_A_YEAR = "public, max-age=31536000, immutable";

/**
 * Serves pages to anyone. Each file has a route of its own, so that no path of a request leads to any other. An
 * `index.html` is its folder, with a slash at the end of the path; without the slash, the caller is sent there.
 */
export function registerPages(app: OpenAPIHono, { path, files }: Pages, watchers: CallWatchers): void {
  const place = { route: `${path}/*`, operation: path };
  for (const [name, file] of files) {
    const url = `${path}/${name.replace(INDEX, "$1")}`;
    app.get(url, answerCall(watchers, place, fileResponder(name, file)));
    if (INDEX.test(name)) app.get(url.slice(0, -1), answerCall(watchers, place, addSlash));
  }
}

function fileResponder(name: string, file: PageFile): (call: Call) => Response {
  const common = {
    ...(name.endsWith(".html") ? PAGE_HEADERS : ANSWER_HEADERS),
    "Cache-Control": HASHED.test(name) ? FOR_A_YEAR : "no-cache",
    Vary: "Accept-Encoding",
  };

  return ({ context, requestId }) => {
    const coding = chooseCoding(file, context.req.header("Accept-Encoding"));
    const etag = `"${file.digest}${coding ? `-${coding}` : ""}"`;
    const headers = { ...common, ETag: etag, "X-Request-Id": requestId };
    if (hasVersion(context.req.header("If-None-Match"), etag))
      return new Response(null, { status: 304, headers });
    const content = (coding && file.coded.get(coding)) ?? file.content;
    return new Response(content, {
      headers: {
        "Content-Type": file.contentType,
        "Content-Length": `${content.byteLength}`,
        ...(coding && { "Content-Encoding": coding }),
        ...headers,
      },
    });
  };
}

/** The best coding that the caller takes, or none: the content as it is. */
function chooseCoding({ coded }: PageFile, acceptEncoding = ""): Coding | undefined {
  const taken = new Set(
    parseAccept(acceptEncoding)
      .filter(({ q }) => q > 0)
      .map(({ type }) => type.toLowerCase()),
  );
  return [...coded.keys()].find((coding) => taken.has(coding));
}

/** Relative, so that it holds behind a proxy that serves the API under a prefix. */
function addSlash({ context, requestId }: Call): Response {
  const folder = context.req.path.slice(context.req.path.lastIndexOf("/") + 1);
  const headers = { ...ANSWER_HEADERS, "Cache-Control": "no-cache", "X-Request-Id": requestId };
  return new Response(null, { status: 308, headers: { ...headers, Location: `${folder}/` } });
}
