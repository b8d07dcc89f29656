import { FilterParser, PagedResultsControl, SearchEntry, SearchRequest } from "ldapts";
import { type Connection, tooMuch } from "./connection.ts";
import { failureOf } from "./result.ts";

/** Hears how many entries there are so far. */
export type Progress = (entries: number) => void;

/** What is searched for. */
export interface Search {
  /** A distinguished name (RFC 4514); empty for what the directory tells of itself. */
  readonly base: string;
  readonly scope: "base" | "one" | "sub";
  /** A filter (RFC 4515). */
  readonly filter: string;
  readonly attributes: readonly string[];
}

/** Reads an entry's attributes, whose names have no letter case. */
export interface Attributes {
  readonly dn: string;
  /** The first value, as text. */
  text(name: string): string | undefined;
  /** The first value, as it came. */
  bytes(name: string): Buffer | undefined;
}

/** Searches of a connection that is logged in, one after another. */
export class Searches {
  readonly #connection: Connection;
  readonly #limits: { readonly pageSize: number; readonly entries: number };
  /** Of the login's message it was 1. */
  #messageId = 1;

  constructor(connection: Connection, limits: { readonly pageSize: number; readonly entries: number }) {
    this.#connection = connection;
    this.#limits = limits;
  }

  /** Everything that is found, page by page; referrals are left alone. @throws {DirectoryError} */
  async find<T>(
    { base, scope, filter, attributes }: Search,
    read: (entry: Attributes) => T,
    onProgress: Progress = () => {},
  ): Promise<T[]> {
    const { pageSize, entries } = this.#limits;
    const found: T[] = [];
    const onEntry = (entry: unknown) => {
      if (!(entry instanceof SearchEntry)) return;
      if (found.length === entries) throw tooMuch(`${entries} entries`);
      found.push(read(attributesOf(entry)));
    };
    let emptyPages = 0;
    for (let cookie: Buffer | undefined; ; ) {
      this.#messageId += 1;
      const before = found.length;
      const value = cookie === undefined ? { size: pageSize } : { size: pageSize, cookie };
      const request = new SearchRequest({
        messageId: this.#messageId,
        baseDN: base,
        scope,
        filter: FilterParser.parseString(filter),
        attributes: [...attributes],
        timeLimit: SERVER_SECONDS,
        controls: [new PagedResultsControl({ critical: true, value })],
      });
      const ending = await this.#connection.request(request, onEntry);
      if (ending.message.status !== 0) throw failureOf(ending.message);
      onProgress(found.length);
      if (ending.cookie === undefined) return found;
      // Active Directory has pages without an entry, behind which there are more. That has an end.
      emptyPages = found.length === before ? emptyPages + 1 : 0;
      if (emptyPages > MOST_EMPTY_PAGES) throw tooMuch(`${MOST_EMPTY_PAGES} pages without an entry`);
      cookie = ending.cookie;
    }
  }
}

/** One behind the other. */
const MOST_EMPTY_PAGES = 1000;

/** The most that is kept of a text, in characters: whoever has a machine in the domain may write some. */
const LONGEST_TEXT = 1024;

/** How long a directory may search for one page. */
const SERVER_SECONDS = 120;

function attributesOf({ name, attributes }: SearchEntry): Attributes {
  const values = new Map(attributes.map(({ type, parsedBuffers }) => [type.toLowerCase(), parsedBuffers[0]]));
  const bytes = (attribute: string) => values.get(attribute.toLowerCase());
  // Cut before it is read, too: it may be long.
  const text = (attribute: string) =>
    bytes(attribute)
      ?.subarray(0, LONGEST_TEXT * 4)
      .toString("utf8")
      .slice(0, LONGEST_TEXT);
  return { dn: name, bytes, text };
}
