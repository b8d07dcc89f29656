import { DirectoryError, type DirectoryFailure } from "./directory-error.ts";

/** What a directory says at the end of an operation (RFC 4511, 4.1.9). */
export interface LdapResult {
  readonly status: number;
  readonly errorMessage: string;
}

type Meaning = readonly [reason: DirectoryFailure, message: string, advice?: string];

const ADMINISTRATOR = "an administrator of the domain has to change that";

/** Active Directory's reasons to refuse a login: `… AcceptSecurityContext error, data 52e, v4563`. */
const LOGINS: Readonly<Record<string, Meaning>> = {
  "525": ["WrongPassword", "the directory knows no such account", "name it as user@domain or DOMAIN\\user"],
  "52e": [
    "WrongPassword",
    "the directory does not take this name and password",
    "try again with care: wrong passwords lock the account",
  ],
  "530": ["LogonNotAllowed", "the account may not log on at this hour", ADMINISTRATOR],
  "531": ["LogonNotAllowed", "the account may not log on from this machine", ADMINISTRATOR],
  "532": ["PasswordExpired", "the account's password has expired", "set a new one"],
  "533": ["AccountDisabled", "the account is disabled", ADMINISTRATOR],
  "534": ["LogonNotAllowed", "the account may not log on in this way", ADMINISTRATOR],
  "701": ["AccountExpired", "the account has expired", ADMINISTRATOR],
  "773": [
    "PasswordExpired",
    "the account's password has to be changed first",
    "log on with it once, and change it",
  ],
  "775": ["AccountLocked", "the account is locked", "wait, or have an administrator of the domain unlock it"],
};

const TLS_FIRST: Meaning = ["NoTls", "the directory wants TLS first", "use an address of ldaps://"];
const BUSY: Meaning = ["Unreachable", "the directory is too busy", "try again later"];
const LIMIT: Meaning = [
  "TooMuch",
  "the directory ends the search at a limit of its own",
  "name a smaller unit",
];

/** Result codes (RFC 4511, 4.1.9), as far as they mean something of their own. */
const CODES: Readonly<Record<number, Meaning>> = {
  3: ["TimedOut", "the directory took longer than it may", "name a smaller unit"],
  4: LIMIT,
  8: ["NotAllowed", "the directory wants a stronger login than name and password"],
  10: ["ReferredElsewhere", "another server has this part of the directory", "name one of that domain"],
  11: LIMIT,
  13: TLS_FIRST,
  32: [
    "NoSuchBase",
    "there is no such unit, or the account may not see it",
    "units are listed by their full names",
  ],
  34: ["BadInput", "the base is no distinguished name", 'write it as "OU=Servers,DC=example,DC=com"'],
  48: ["NotAllowed", "the directory does not take this kind of login"],
  49: ["WrongPassword", "the directory does not take this name and password"],
  50: ["NotAllowed", "the account may not read this", "give it the right to, or use another account"],
  51: BUSY,
  52: BUSY,
  53: ["NotAllowed", "the directory is not willing to do this"],
};

/** What a result that is no success means. */
export function failureOf({ status, errorMessage }: LdapResult): DirectoryError {
  const data = /\bdata ([0-9a-f]{1,8})\b/i.exec(errorMessage)?.[1]?.toLowerCase();
  const login = status === 49 && data !== undefined ? LOGINS[data] : undefined;
  const [reason, message, advice] =
    login ?? CODES[status] ?? (["BadAnswer", `the directory answers with code ${status}`] satisfies Meaning);
  return new DirectoryError(reason, message, advice, errorMessage);
}
