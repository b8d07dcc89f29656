/** The last job of a page; the next one starts behind it. */
export interface PageCursor {
  /** Microseconds since 1970, in digits: as exact as Postgres is, which JavaScript's `Date` is not. */
  readonly createdAt: string;
  readonly id: string;
}

const CURSOR = /^(\d{1,16}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Opaque to callers. */
export function writeCursor({ createdAt, id }: PageCursor): string {
  return Buffer.from(`${createdAt} ${id}`).toString("base64url");
}

/** Undefined for a cursor of the caller's own making. */
export function readCursor(text: string): PageCursor | undefined {
  const [, createdAt, id] = CURSOR.exec(Buffer.from(text, "base64url").toString()) ?? [];
  return createdAt === undefined || id === undefined ? undefined : { createdAt, id };
}
