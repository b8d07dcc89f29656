import { expect, it } from "vitest";
import { type LoginMethod, nextLoginMethod } from "./method-order.ts";

const ALL: readonly LoginMethod[] = ["publickey", "password", "keyboard-interactive"];

it.each<
  [
    string,
    held: readonly LoginMethod[],
    offered: readonly LoginMethod[],
    tried: LoginMethod[],
    next?: LoginMethod,
  ]
>([
  ["asks first what is offered, without a secret", ALL, [], [], "none"],
  ["takes the key before the password", ALL, ALL, ["none"], "publickey"],
  ["takes the password where the key failed", ALL, ALL, ["none", "publickey"], "password"],
  ["takes the password where no key is taken", ALL, ["password"], ["none"], "password"],
  [
    "answers with the password where that is asked for",
    ALL,
    ["keyboard-interactive"],
    ["none"],
    "keyboard-interactive",
  ],
  [
    "goes on to the password where key and password are wanted",
    ALL,
    ["password"],
    ["none", "publickey"],
    "password",
  ],
  ["never gives a password in its second way too", ALL, ALL, ["none", "publickey", "password"]],
  ["never gives a password again", ALL, ALL, ["none", "publickey", "keyboard-interactive"]],
  ["has no key to give", ["password"], ["publickey"], ["none"]],
  ["has no password to give", ["publickey"], ["password", "keyboard-interactive"], ["none"]],
  ["stops where nothing is offered", ALL, [], ["none"]],
])("%s", (_, held, offered, tried, next) => {
  const ways = (["none", ...held] as const).map((type) => ({ type }));
  expect(nextLoginMethod(ways, offered, tried)?.type).toBe(next);
});
