/** From 1601, where Active Directory begins to count, to 1970, in milliseconds. */
const EPOCH_MS = 11_644_473_600_000n;

/** 100 ns. */
const TICKS_PER_MS = 10_000n;

/** A time as Active Directory counts it: 100 ns since 1601. */
export function fileTime(time: Date): string {
  return String((BigInt(time.getTime()) + EPOCH_MS) * TICKS_PER_MS);
}

/** The time of such a count; undefined for none, and for never. */
export function fileTimeOf(text: string | undefined): Date | undefined {
  if (text === undefined || !/^[1-9]\d{0,18}$/.test(text)) return undefined;
  return valid(new Date(Number(BigInt(text) / TICKS_PER_MS - EPOCH_MS)));
}

/** A time as filters have it: `20261128140000.0Z`. */
export function generalizedTime(time: Date): string {
  return `${time.toISOString().slice(0, 19).replaceAll(/\D/g, "")}.0Z`;
}

/** The time of such a text; undefined for another. */
export function timeOf(text: string | undefined): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d{1,9})?Z$/.exec(text ?? "");
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return valid(new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`));
}

const valid = (time: Date) => (Number.isNaN(time.getTime()) ? undefined : time);
