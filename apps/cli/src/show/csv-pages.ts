import { HostScanProblem } from "@hostscan/client";
import { nextPage } from "@hostscan/client/fetch";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print } from "../cli/print.ts";
import type { LimitFlags } from "./printed-list.ts";

/** Most items that one call gives, by the API's document. */
const LARGEST_PAGE = 200;

/** Flags of commands that list what the server writes as CSV. */
export interface CsvFlags {
  readonly csv?: true;
}

/** Which page of a list is asked for, and in which form. */
interface CsvPage {
  readonly page: { readonly limit: number; readonly after?: string };
  readonly init: { readonly headers: { readonly Accept: string }; readonly parseAs: "text" };
}

/** Asks for a page as CSV. */
type AskCsv = (asked: CsvPage) => Promise<{
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}>;

const INIT = { headers: { Accept: "text/csv" }, parseAs: "text" } as const;

/**
 * Prints a list as the CSV that the server writes of it, page by page, with one row of names.
 *
 * @throws {HostScanProblem} where the server refuses
 * @throws {CommandFailure} where it writes no CSV, or leads to no next page
 */
export async function printCsv(io: Io, { limit, all }: LimitFlags, ask: AskCsv): Promise<void> {
  let left = all ? Number.POSITIVE_INFINITY : limit;
  let after: string | undefined;
  const seen = new Set<string>();
  do {
    const page = { limit: Math.min(left, LARGEST_PAGE), ...(after !== undefined && { after }) };
    const { data, error, response } = await ask({ page, init: INIT });
    if (error !== undefined) throw new HostScanProblem(response, JSON.stringify(error));
    if (!response.headers.get("Content-Type")?.startsWith("text/csv"))
      throw new CommandFailure("Failure", "this server writes no CSV: take --json");
    const text = `${data}`;
    // The names hold no line end.
    await print(io, after === undefined ? text : text.slice(text.indexOf("\n") + 1));
    left -= rowsOf(text);
    after = nextOf(response);
    if (after !== undefined && seen.has(after))
      throw new CommandFailure("Failure", "the server names a page as the next one that was there before");
    if (after !== undefined) seen.add(after);
  } while (left > 0 && after !== undefined);
}

/** How many rows there are beneath the names; a line end within quotes ends none. */
const rowsOf = (text: string): number => text.replaceAll(/"[^"]*"/g, "").split("\r\n").length - 2;

function nextOf({ headers }: Response): string | undefined {
  try {
    return nextPage(headers.get("Link"));
  } catch {
    throw new CommandFailure("Failure", "the server names the next page by a malformed cursor");
  }
}
