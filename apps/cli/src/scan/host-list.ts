import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { decodedText } from "../cli/text-encoding.ts";
import { type CsvSource, csvSource } from "./csv-source.ts";
import { headerIn } from "./csv-text.ts";

/** What no list of hosts begins with: Excel's hint, and the first title of a file in the product's columns. */
const HINT = /^\s*"?sep=/i;
const CSV_HEADER =
  /^[\s,;|]*"?\s*(dns[\s_-]*host[\s_-]*name|ip[\s_-]*address|operating[\s_-]*system|platform|credential)\s*("|[,;|\t\r\n])/i;

/**
 * The hosts that come on standard input: names and addresses with blanks, commas or line ends between, and comments from
 * `#` on; or a CSV file, told by its header.
 *
 * @throws {CommandFailure} where none comes.
 */
export async function readHostList({
  stdin,
  stderr,
}: Pick<Io, "stdin" | "stderr">): Promise<readonly string[] | CsvSource> {
  if (stdin.isTTY && stderr.isTTY) stderr.write("Hosts, one a line; Ctrl-D ends them:\n");
  const csv = await csvSource("-", { stdin });
  const list = (await text(Readable.from(decodedText(csv.open(), csv.name)))).replaceAll(/\r\n?/g, "\n");
  if (HINT.test(list) || CSV_HEADER.test(list.slice(headerIn(list)))) return csv;
  const hosts = list
    .replaceAll(/#.*/g, "")
    .split(/[\s,;]+/)
    .filter((host) => host !== "");
  if (hosts.length === 0) throw new CommandFailure("BadInput", "no host came on standard input");
  return hosts;
}
