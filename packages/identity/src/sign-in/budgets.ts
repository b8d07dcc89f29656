import { addressKey } from "@hostscan/core";
import type { Budget, Patience } from "../users/attempts.ts";

/**
 * Failures for one login from one address. Others at the same address, and the user elsewhere, have their own: nobody
 * can keep a user out from where the user is not.
 */
const LOGIN_AT_ADDRESS: Patience = { free: 5, firstSeconds: 1, longestSeconds: 900 };

/** The same while the login is guessed at from many addresses: three, and then a quarter of an hour without. */
const STORMED_LOGIN_AT_ADDRESS: Patience = { free: 3, firstSeconds: 900, longestSeconds: 900 };

/** All failures for a login from devices that are not known: beyond them it is one guess a second, wherever from. */
const LOGIN: Patience = { free: 50, firstSeconds: 1, longestSeconds: 1 };

const ADDRESS: Patience = { free: 20, firstSeconds: 1, longestSeconds: 900 };

/** Whoever has the cookie of a known device has signed in there before. */
const DEVICE: Patience = { free: 5, firstSeconds: 1, longestSeconds: 60 };

/** Whoever is asked for a code has given the password. */
const CODE: Patience = { free: 5, firstSeconds: 1, longestSeconds: 900 };

/** Where an attempt comes from, and the device it comes from where that is known as the user's. */
export interface Origin {
  readonly address: string;
  readonly device: string | undefined;
}

/** What all attempts at a login are counted by; `free` failures make a storm of them. */
export const loginBudget = (login: string): Budget => ({
  scope: "login",
  key: login,
  patience: LOGIN,
  login,
});

/** What an attempt at a login is counted by, the first that may refuse it first. A known device has its own budget alone. */
export function passwordBudgets(login: string, origin: Origin, stormed: boolean): readonly Budget[] {
  const { address, device } = origin;
  if (device !== undefined) return [{ scope: "device", key: device, patience: DEVICE, login }];
  const from = addressKey(address);
  const patience = stormed ? STORMED_LOGIN_AT_ADDRESS : LOGIN_AT_ADDRESS;
  const pair: Budget = { scope: "login at address", key: JSON.stringify([login, from]), patience, login };
  return [{ scope: "address", key: from, patience: ADDRESS }, pair, loginBudget(login)];
}

/** What an attempt at a user's code is counted by. */
export function codeBudgets(
  { id, login }: { readonly id: string; readonly login: string },
  { address, device }: Origin,
): readonly Budget[] {
  if (device !== undefined) return [{ scope: "code of device", key: device, patience: CODE, login }];
  return [
    { scope: "address", key: addressKey(address), patience: ADDRESS },
    { scope: "code", key: id, patience: CODE, login },
  ];
}

/** Whether so many failures for a login, from anywhere, mean that it is being guessed at. */
export const isStorm = (failures: number): boolean => failures >= LOGIN.free;
