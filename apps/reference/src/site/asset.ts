import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** A file of the site whose name tells its content, so that it may be cached for ever. */
export interface Asset {
  /** Relative to the site's root, as `assets/site.3f1c09ab2d.css`. */
  readonly path: string;
  readonly content: Uint8Array;
}

/**
 * @param name - As `site.css`; the digest is put before its last dot.
 */
export function asset(name: string, content: Uint8Array | string): Asset {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const dot = name.lastIndexOf(".");
  return { path: `assets/${name.slice(0, dot)}.${digest}${name.slice(dot)}`, content: bytes };
}

/** The asset made of a file, under the file's own name. */
export async function assetOf(file: URL): Promise<Asset> {
  return asset(file.pathname.slice(file.pathname.lastIndexOf("/") + 1), await readFile(file));
}
