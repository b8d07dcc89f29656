import type { AuthHandlerMiddleware, KeyboardInteractiveCallback, Prompt } from "ssh2";
import { asksForNewPassword, isForNewPassword } from "../facts/new-password.ts";
import type { HostWords } from "./host-words.ts";
import type { Login } from "./login.ts";
import { LOGIN_METHODS, type LoginMethod, nextLoginMethod } from "./method-order.ts";

/** What is asked, and told, while a login is presented. What is told is for people. */
export interface Presenting {
  /** Awaited before a password is given to a host that asks for it in a question of its own. Must not reject. */
  readonly mayTell: () => Promise<boolean>;
  /** No way is left, and the host has refused one at least. */
  readonly onRefused: (message: string) => void;
  /** The host offers nothing that the login could be presented by. */
  readonly onUnusable: (message: string) => void;
  /** The host has taken all that there is to present, and wants more (RFC 4252, section 5.1). */
  readonly onPartial: (message: string) => void;
  /** The host asks for more than the password, which it has neither taken nor refused. */
  readonly onQuestion: (message: string) => void;
  /** The host asks for a new password. */
  readonly onExpired: (words: string) => void;
  readonly words: HostWords;
}

/** Presents a login to one host, way after way. */
export function presentLogin(login: Login, end: Presenting): AuthHandlerMiddleware {
  const ways = waysOf(login, end);
  const tried: LoginMethod[] = [];
  const taken: LoginMethod[] = [];
  return (methodsLeft: readonly string[] | null, partialSuccess, next) => {
    // Null until the host has said what it offers.
    const offered = LOGIN_METHODS.filter((method) => methodsLeft?.includes(method));
    taken.push(...(partialSuccess ? tried.slice(-1) : []));
    const way = nextLoginMethod(ways, offered, tried);
    if (way !== undefined) {
      tried.push(way.type);
      return next(way);
    }
    const refused = tried.filter((method) => method !== "none" && !taken.includes(method)).join(" and ");
    const offer = named(methodsLeft ?? []);
    if (refused !== "") end.onRefused(`The host refused the login by ${refused}; it offers ${offer}.`);
    else if (taken.length > 0)
      end.onPartial(
        `The host took the login by ${taken.join(" and ")}, but a further method is needed: ${offer}.`,
      );
    else end.onUnusable(`The credential holds nothing that the host takes; it offers ${offer}.`);
  };
}

/** Of what the host said, people are told only the names of known methods. */
function named(methods: readonly string[]): string {
  return (
    [...LOGIN_METHODS, ...OTHER_METHODS].filter((each) => methods.includes(each)).join(", ") || "no other way"
  );
}

/** Those that no scan presents a login by (RFC 4252, section 9; RFC 4462). */
const OTHER_METHODS = ["hostbased", "gssapi-with-mic", "gssapi-keyex"] as const;

function waysOf({ username, password, key }: Login, end: Presenting) {
  return [
    { type: "none", username } as const,
    ...(key === undefined ? [] : [{ type: "publickey", username, key } as const]),
    ...(password === undefined
      ? []
      : ([
          { type: "password", username, password },
          { type: "keyboard-interactive", username, prompt: answerOnce(password, end) },
        ] as const)),
  ];
}

/**
 * Answers the one hidden question that is the password's. A second question asks for something else (a code, a new
 * password), and ends the scan: were it answered with nothing, a right password would be refused.
 */
function answerOnce(password: string, { mayTell, onExpired, onQuestion, words }: Presenting) {
  let answered = false;
  return (
    _name: string,
    text: string,
    _lang: string,
    prompts: Prompt[],
    answer: KeyboardInteractiveCallback,
  ) => {
    const question = words([text, ...prompts.map(({ prompt }) => prompt)].join(" "));
    // What stands over the first question may be anybody's words: a banner's.
    const isExpired = prompts.some(({ prompt }) => isForNewPassword(prompt));
    if (isExpired || (answered && asksForNewPassword(words(text)))) return onExpired(question);
    if (answered)
      return onQuestion(`A further method is needed: the host asks for more than the password: ${question}`);
    const isForPassword = prompts.length === 1 && prompts.every(({ echo }) => echo === false);
    answered = isForPassword;
    if (!isForPassword) return answer([]);
    // Where it may not be told, the scan ends.
    void mayTell().then((may) => {
      if (may) answer([password]);
    });
  };
}
