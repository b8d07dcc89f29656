const UNITS = [
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** A time as people say it, in its two largest units: `45 s`, `1 min 5 s`, `2 h 3 min`; below ten seconds `0.3 s`, `20 ms`. */
export function durationText(ms: number): string {
  if (ms > 0 && ms < 100) return `${Math.ceil(ms)} ms`;
  if (ms < 9_950) return `${Number((ms / 1_000).toFixed(1))} s`;
  let rest = Math.round(ms / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(" ");
}

/** A time as a clock shows it: `1:05`, `1:02:03`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Milliseconds of `90`, `90s`, `10m`, `1h30m` or `500ms`; undefined for anything else, and for none at all. */
export function parseDuration(text: string): number | undefined {
  if (/^\d*\.?\d+$/.test(text)) return positive(Number(text) * 1_000);
  if (!/^(\d*\.?\d+(ms|s|m|h|d))+$/.test(text)) return undefined;
  const sizes: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const parts = text.matchAll(/(\d*\.?\d+)(ms|s|m|h|d)/g);
  return positive(
    [...parts].reduce((sum, [, count, unit = ""]) => sum + Number(count) * (sizes[unit] ?? 0), 0),
  );
}

const positive = (ms: number) => (ms > 0 ? ms : undefined);
