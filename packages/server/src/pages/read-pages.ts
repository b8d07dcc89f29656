import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { getMimeType } from "hono/utils/mime";

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
