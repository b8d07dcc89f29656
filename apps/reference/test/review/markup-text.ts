import type { Html } from "../../src/site/page.ts";

/** Markup as it is written, with the spaces between its words made alike. */
export async function markupOf(html: Html): Promise<string> {
  return String(await html).replaceAll(/\s+/g, " ");
}

/** What markup says, without its elements; one line for each cell and heading. */
export async function textOf(html: Html): Promise<string> {
  const markup = (await markupOf(html)).replaceAll(
    /<(\/?(t[hd]|tr|h\d|li|p|dt|dd|caption|summary|pre)\b)/g,
    "\n<$1",
  );
  return markup
    .replaceAll(/<span class="(label|unseen)"[^>]*>[^<]*<\/span>/g, "")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/ *\n\s*/g, "\n")
    .replaceAll(/ +/g, " ");
}
