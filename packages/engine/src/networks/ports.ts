/** Ports from the first to the last, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

const RANGE = /^(\d{1,5})(?:-(\d{1,5}))?$/;
const LAST_PORT = 65_535;

/** The ports that a text such as `22` or `2200-2299` means; undefined if it means none. */
export function parsePortRange(text: string): PortRange | undefined {
  const [, from, to = from] = RANGE.exec(text) ?? [];
  if (from === undefined) return undefined;
  const range = { first: Number(from), last: Number(to) };
  return range.first >= 1 && range.first <= range.last && range.last <= LAST_PORT ? range : undefined;
}

/** Whether the port is one of these; any is where none are named. */
export function permitsPort(ranges: readonly PortRange[], port: number): boolean {
  return ranges.length === 0 || ranges.some(({ first, last }) => port >= first && port <= last);
}
