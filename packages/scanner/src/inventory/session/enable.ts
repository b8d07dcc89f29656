import { Dialogue } from "../../connection/dialogue.ts";
import type { Session } from "../../connection/session.ts";
import { asLines, openShell } from "../../connection/shell.ts";
import type { Step } from "../../failure.ts";
import { hostWords } from "../../login/host-words.ts";
import { within } from "../../within.ts";
import { isEchoed, isPrivileged, isPrompt, lastLine, linesAtEnd } from "./prompt.ts";

const ENABLE = "enable";
/** Of the time there is, what becoming privileged may take. */
const ENABLING_SHARE = 1 / 2;
const QUESTION = /^password:$/i;
/** A firewall that has no password asks for one to set. */
const TO_SET = /password is not set|set it now/i;
/** What a terminal would take for a key that interrupts, ends or erases. */
const CONTROL = /\p{Cc}/u;

/** What is asked of a device as its privileged user. */
export interface EnableRequest {
  readonly session: Pick<Session, "client" | "broken">;
  readonly command: string;
  readonly password: string | undefined;
  /** All that the host was told in secret before: it may say that again. */
  readonly told: readonly (string | undefined)[];
  /** Awaited before the password is told. */
  readonly mayTell: () => Promise<Step<undefined>>;
  readonly timeMs: number;
}

/** What came of it. */
export interface EnabledAnswer {
  /** What the command printed; absent where it was not asked, or not answered. */
  readonly output?: Buffer | undefined;
  /** Why the login did not become privileged, for people; absent where it did, or was before. */
  readonly notEnabled?: string | undefined;
  /** Why the command was not answered, for people. */
  readonly failure?: string | undefined;
  /** Whether the host gave no shell to speak of: nothing was told it there. */
  readonly noShell?: true | undefined;
}

/**
 * Asks in a shell as the privileged user, by `enable` where the prompt says that the login is none. The password is told
 * only to the question of `enable`, and once: a second question is the answer that it was wrong. Where the device comes
 * back to its prompt, the command is asked all the same, as the login.
 */
export async function askEnabled(request: EnableRequest): Promise<EnabledAnswer> {
  const { session, command, timeMs } = request;
  const endsAt = performance.now() + timeMs;
  const channel = await within(timeMs * ENABLING_SHARE, openShell(session.client));
  if (channel === undefined || channel === "refused") {
    const notEnabled = "The host gives no shell to type enable in.";
    return { notEnabled, noShell: channel === "refused" || undefined };
  }
  const dialogue = new Dialogue(channel, session.broken);
  const { prompt, ...waiting } = await becomePrivileged(dialogue, request);
  if (prompt === undefined) {
    dialogue.breakOff();
    return waiting;
  }
  dialogue.type(`${command}\n`);
  const whole = (printed: string) =>
    lastLine(printed) === prompt && isEchoed(command, printed) ? asLines(printed) : undefined;
  const answer = await dialogue.until(whole, endsAt - performance.now());
  if (!answer.ok) {
    dialogue.breakOff();
    return { ...waiting, failure: answer.failure.message };
  }
  dialogue.leave();
  return { ...waiting, output: answer.value };
}

/** At which prompt a device waits for a command; none where it waits for something else, or for nothing any more. */
interface Waiting extends Pick<EnabledAnswer, "notEnabled" | "noShell"> {
  readonly prompt?: string;
}

async function becomePrivileged(dialogue: Dialogue, request: EnableRequest): Promise<Waiting> {
  const endsAt = performance.now() + request.timeMs * ENABLING_SHARE;
  const left = () => endsAt - performance.now();
  const shown = await promptOf(dialogue, left);
  if (!shown.ok) {
    const notEnabled = `The host shows no prompt to type enable at. ${shown.failure.message}`;
    return { notEnabled, noShell: dialogue.over || undefined };
  }
  const prompt = shown.value;
  if (isPrivileged(prompt)) return { prompt };

  const name = prompt.slice(0, -1);
  /** The line at which the device waits for what is typed next. */
  const next = (printed: string) => {
    const last = lastLine(printed);
    const isNext =
      last === prompt ||
      (last.startsWith(name) && isPrivileged(last)) ||
      QUESTION.test(last) ||
      linesAtEnd(printed).some((line) => TO_SET.test(line));
    return isNext ? last : undefined;
  };
  const words = hostWords([request.password, ...request.told]);
  const because = (reason: string) => {
    const said = words(saidIn(dialogue.printed, prompt));
    return said === "" ? `${reason}.` : `${reason}: ${said}`;
  };

  dialogue.type(`${ENABLE}\n`);
  const first = await dialogue.until(
    (printed) => (isEchoed(ENABLE, printed) ? next(printed) : undefined),
    left(),
  );
  if (!first.ok) return { notEnabled: `enable was not answered. ${first.failure.message}` };
  if (isPrivileged(first.value)) return { prompt: first.value };
  if (first.value === prompt) return { prompt, notEnabled: because("enable did not make it privileged") };
  if (!QUESTION.test(first.value)) return { notEnabled: because("enable asks for a password to set") };

  const kept = await tellPassword(dialogue, request);
  if (kept !== undefined) return { notEnabled: kept };
  const second = await dialogue.until(next, left());
  if (!second.ok) return { notEnabled: `enable was not answered. ${second.failure.message}` };
  if (isPrivileged(second.value)) return { prompt: second.value };
  const notEnabled = because("enable did not take the password");
  return second.value === prompt ? { prompt, notEnabled } : { notEnabled };
}

/** Tells the password, or why it does not, for people. */
async function tellPassword(
  dialogue: Dialogue,
  { password, mayTell }: Pick<EnableRequest, "password" | "mayTell">,
): Promise<string | undefined> {
  if (password === undefined) return "enable asks for a password, and the credential has none.";
  if (CONTROL.test(password)) return "enable asks for a password, and this one cannot be typed.";
  const permission = await mayTell();
  if (!permission.ok) return permission.failure.message;
  // It may have gone on meanwhile: what is typed then is a command, which devices show and log.
  if (!QUESTION.test(lastLine(dialogue.printed))) return "enable did not wait for the password.";
  dialogue.type(`${password}\n`);
  return undefined;
}

/**
 * The prompt of a device: the line that an empty command brings again. What only ends like one is not repeated, such as
 * a banner that comes in pieces.
 */
async function promptOf(dialogue: Dialogue, left: () => number): Promise<Step<string>> {
  const first = await dialogue.until((printed) => isPrompt(lastLine(printed)) || undefined, left());
  if (!first.ok) return first;
  const before = linesAtEnd(dialogue.printed);
  dialogue.type("\n");
  return dialogue.until((printed) => {
    const last = lastLine(printed);
    const lines = [...before, ...linesAtEnd(printed)];
    return isPrompt(last) && lines.indexOf(last) < lines.length - 1 ? last : undefined;
  }, left());
}

/** What a device said in answer, without what was typed, its questions and its prompt. */
function saidIn(printed: string, prompt: string): string {
  const ours = new Set([prompt, ENABLE, prompt + ENABLE]);
  return linesAtEnd(Buffer.from(printed, "latin1").toString())
    .filter((line) => !ours.has(line) && !QUESTION.test(line))
    .join(" ");
}
