import { randomBytes } from "node:crypto";
import { type Inventory, SECTION_NAMES, type SectionName } from "../../src/inventory/types.ts";
import { collectWindows } from "../../src/inventory/windows/collect.ts";
import { fault } from "../../src/testing/wsman/answers.ts";
import type { WindowsAnswers } from "../../src/testing/wsman/windows.ts";
import type { ScanCredential } from "../../src/types.ts";
import type { Ask } from "../../src/wsman/negotiate.ts";

export interface WindowsHostOptions {
  readonly sections?: readonly SectionName[];
  readonly isDomainController?: boolean;
  readonly credential?: ScanCredential;
  readonly timeMs?: number;
  /** Answers in its own way; what it leaves alone is answered by the patterns. */
  readonly onAsk?: (message: string, count: number) => ReturnType<Ask> | undefined;
}

/** Collects from a fixture that answers by these patterns, and what it knows nothing of with a fault. */
export async function collectedWindows(
  answers: WindowsAnswers,
  options: WindowsHostOptions = {},
): Promise<{ readonly inventory: Inventory; readonly asked: readonly string[] }> {
  const { sections = SECTION_NAMES, isDomainController = false, timeMs = 60_000 } = options;
  const patterns = answers.map(([pattern, ...answer]) => [new RegExp(pattern), ...answer] as const);
  const asked: string[] = [];
  const ask: Ask = async (message) => {
    asked.push(message);
    const own = options.onAsk?.(message, asked.length);
    if (own !== undefined) return own;
    const [, status = 500, body = fault("w:InternalError", 2150859002, 2147749904)] =
      patterns.find(([pattern]) => pattern.test(message)) ?? [];
    return { ok: true, value: { status, challenges: [], type: undefined, body: Buffer.from(body) } };
  };
  const credential = options.credential ?? { username: "scan", password: randomBytes(9).toString("hex") };
  const inventory = await collectWindows(
    { sections, credential, watch: { remainingMs: () => timeMs, signal: new AbortController().signal } },
    { ask, to: "http://192.0.2.1:5985/wsman", isDomainController },
  );
  return { inventory: inventory ?? {}, asked };
}

/** The answers with others before them. */
export const instead = (answers: WindowsAnswers, ...others: WindowsAnswers): WindowsAnswers => [
  ...others,
  ...answers,
];
