import type { HtmlEscapedString } from "hono/utils/html";
import type { Asset } from "./asset.ts";

/** Markup made by hono's `html` tag, which escapes what it is given. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** One page of the site. The frame adds the rest: the head, the navigation and the footer. */
export interface Page {
  /** The folder it stands in: `""` for the site's root, or else with a slash at its end, as in `review/`. */
  readonly folder: string;
  /** Its title, in the tab and in the navigation. */
  readonly title: string;
  /** What stands in `<main>`, with one `<h1>`. Its links are relative to its own folder. */
  readonly main: Html;
  /** Styles that it needs on top of the site's own. */
  readonly styles?: readonly Asset[];
  /** Scripts that it needs, in this order, run when the page is read. None is inline: the policy forbids it. */
  readonly scripts?: readonly Asset[];
  /** Files that it leads to, under names of their own, relative to the site's root. */
  readonly files?: ReadonlyMap<string, string>;
  /** Whether it fills the window and brings its own landmarks, so that the frame adds no `<main>` and no footer. */
  readonly application?: boolean;
}
