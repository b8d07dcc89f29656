import type { InvalidValue } from "@hostscan/core";
import { MAX_ERRORS } from "../problem.ts";

const MESSAGE = "must not hold U+0000 or half of a surrogate pair";
const NAME_MESSAGE = "has a member whose name holds U+0000 or half of a surrogate pair";

/** The longest place that a problem tells; of what is deeper, what it lies in is told. */
const MAX_PLACE = 255;

/** Whether every store and every reader takes a text: JSON can write strings that are none (RFC 8259, 8.2). */
const isWellFormed = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** Where a JSON value, which must not be nested deeply, has strings or names of members that are no text. */
export function illFormedTexts(value: unknown): InvalidValue[] {
  const found: InvalidValue[] = [];
  // Most bodies have none, and the places of all their values would cost more than parsing them did.
  if (!isWhole(value)) visit(value, "", found);
  return found;
}

function isWhole(value: unknown): boolean {
  if (typeof value === "string") return isWellFormed(value);
  if (Array.isArray(value)) return value.every(isWhole);
  if (typeof value !== "object" || value === null) return true;
  for (const [name, member] of Object.entries(value))
    if (!isWellFormed(name) || !isWhole(member)) return false;
  return true;
}

function visit(value: unknown, path: string, found: InvalidValue[]): void {
  if (found.length > MAX_ERRORS) return;
  if (typeof value === "string") {
    if (!isWellFormed(value)) found.push({ path, message: MESSAGE });
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (isWellFormed(name)) visit(member, placeIn(path, name), found);
      else found.push({ path, message: NAME_MESSAGE });
    }
  }
}

function placeIn(path: string, name: string): string {
  const place = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return place.length <= MAX_PLACE ? place : path;
}
