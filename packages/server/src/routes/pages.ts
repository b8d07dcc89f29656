import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, Handler } from "hono";
import { parseAccept } from "hono/utils/accept";
import { getMimeType } from "hono/utils/mime";
import { content, keptVersion, PAGE_HEADERS } from "../answer.ts";
import type { WatchCalls } from "../middleware/call.ts";

/** The codings that a file may lie in beside itself, as `index.html.br`; the best one first. */
const CODINGS = [
  { coding: "br", suffix: ".br" },
  { coding: "gzip", suffix: ".gz" },
] as const;

/** How the content of an answer may be coded (RFC 9110, 8.4.1). */
export type Coding = (typeof CODINGS)[number]["coding"];

/** A file as it is sent. */
export interface PageFile {
  readonly contentType: string;
  /** SHA-256 of the content, as base64url. */
  readonly digest: string;
  readonly content: Uint8Array<ArrayBuffer>;
  /** The same content, coded; the best coding first. */
  readonly coded: ReadonlyMap<Coding, Uint8Array<ArrayBuffer>>;
}

/** Files by their paths below their folder, with slashes, as `review/index.html`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

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
export function registerPages(app: OpenAPIHono, { path, files }: Pages, watch: WatchCalls): void {
  const watched = watch({ route: `${path}/*`, operation: path });
  for (const [name, file] of files) {
    const url = `${path}/${name.replace(INDEX, "$1")}`;
    app.get(url, watched, keptVersion, sendFile(name, file));
    if (INDEX.test(name)) app.get(url.slice(0, -1), watched, addSlash);
  }
}

function sendFile(name: string, file: PageFile): Handler {
  const common = {
    ...(name.endsWith(".html") && PAGE_HEADERS),
    "Content-Type": file.contentType,
    "Cache-Control": HASHED.test(name) ? FOR_A_YEAR : "no-cache",
    Vary: "Accept-Encoding",
  };

  return (c) => {
    const coding = chooseCoding(file, c.req.header("Accept-Encoding"));
    const bytes = (coding && file.coded.get(coding)) ?? file.content;
    return content(c, bytes, {
      ...common,
      ETag: `"${file.digest}${coding ? `-${coding}` : ""}"`,
      "Content-Length": `${bytes.byteLength}`,
      ...(coding && { "Content-Encoding": coding }),
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
function addSlash(c: Context): Response {
  c.header("Cache-Control", "no-cache");
  return c.redirect(`${c.req.path.slice(c.req.path.lastIndexOf("/") + 1)}/`, 308);
}

/**
 * Reads a folder of pages whole: what is answered later is of one build, and no request makes this process open a file.
 *
 * @throws {Error} the file system's, with its `code`: `ENOENT` where there is no such folder.
 */
export async function readPages(folder: string): Promise<PageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  const codedPaths = new Set(paths.flatMap((path) => CODINGS.map(({ suffix }) => path + suffix)));
  const files = paths
    .filter((path) => !codedPaths.has(path))
    .map(async (path) => [path, await readPage(folder, path, new Set(paths))] as const);
  return new Map(await Promise.all(files));
}

async function readPage(folder: string, path: string, paths: ReadonlySet<string>): Promise<PageFile> {
  const content = await readFile(join(folder, path));
  const coded = new Map<Coding, Uint8Array<ArrayBuffer>>();
  for (const { coding, suffix } of CODINGS)
    if (paths.has(path + suffix)) coded.set(coding, await readFile(join(folder, path + suffix)));
  const contentType = getMimeType(path) ?? "application/octet-stream";
  return {
    contentType,
    digest: createHash("sha256").update(content).digest("base64url"),
    content,
    coded,
  };
}
