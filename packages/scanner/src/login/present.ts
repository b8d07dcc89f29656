import type { AuthHandlerMiddleware, KeyboardInteractiveCallback, Prompt } from "ssh2";
import type { Login } from "./login.ts";
import { LOGIN_METHODS, type LoginMethod, nextLoginMethod } from "./method-order.ts";

/** What is asked, and told, while a login is presented. */
interface Presenting {
  /** Awaited before a password is given to a host that asks for it in a question of its own. Must not reject. */
  readonly mayTell: () => Promise<boolean>;
  /** Told why no way is left, for people, of which the host has refused one at least. */
  readonly onRefused: (message: string) => void;
  /** The host offers nothing that the login could be presented by. */
  readonly onUnusable: (message: string) => void;
}

/** Presents a login to one host, way after way. */
export function presentLogin(login: Login, end: Presenting): AuthHandlerMiddleware {
  const ways = waysOf(login, end.mayTell);
  const tried: LoginMethod[] = [];
  return (methodsLeft: readonly string[] | null, _partialSuccess, next) => {
    // Null until the host has said what it offers.
    const offered = LOGIN_METHODS.filter((method) => methodsLeft?.includes(method));
    const way = nextLoginMethod(ways, offered, tried);
    if (way === undefined) return endWithout(end, tried, offered);
    tried.push(way.type);
    next(way);
  };
}

function waysOf({ username, password, key }: Login, mayTell: Presenting["mayTell"]) {
  return [
    { type: "none", username } as const,
    ...(key === undefined ? [] : [{ type: "publickey", username, key } as const]),
    ...(password === undefined
      ? []
      : ([
          { type: "password", username, password },
          { type: "keyboard-interactive", username, prompt: answerOnce(password, mayTell) },
        ] as const)),
  ];
}

/**
 * Answers the one hidden question that is the password's. A second question asks for something else (a code, a
 * new password): no answer to it, and the host refuses.
 */
function answerOnce(password: string, mayTell: Presenting["mayTell"]) {
  let asked = false;
  return (
    _name: string,
    _text: string,
    _lang: string,
    prompts: Prompt[],
    answer: KeyboardInteractiveCallback,
  ) => {
    const isForPassword = !asked && prompts.length === 1 && prompts.every(({ echo }) => echo === false);
    asked = true;
    if (!isForPassword) return answer([]);
    // Where it may not be told, the scan ends.
    void mayTell().then((may) => {
      if (may) answer([password]);
    });
  };
}

/** Of what the host said, people are told only the names of known methods. */
function endWithout(
  { onRefused, onUnusable }: Presenting,
  tried: readonly LoginMethod[],
  offered: readonly LoginMethod[],
): void {
  const used = tried.filter((method) => method !== "none").join(" and ");
  const offer = offered.join(", ") || "no other way";
  if (used === "") onUnusable(`The credential holds nothing that the host takes; it offers ${offer}.`);
  else onRefused(`The host refused the login by ${used}; it offers ${offer}.`);
}
