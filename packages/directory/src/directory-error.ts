/** Why a directory was not read. */
export type DirectoryFailure =
  /** What the caller gave cannot be right: address, name, password, thumbprint, base or filter. */
  | "BadInput"
  /** Nothing answers there. */
  | "Unreachable"
  /** It does not take StartTLS, or speaks no TLS. Nothing secret was sent. */
  | "NoTls"
  /** Its certificate is not trusted, or is not the one that is pinned. Nothing secret was sent. */
  | "NotTrusted"
  | "WrongPassword"
  | "AccountLocked"
  | "AccountDisabled"
  | "AccountExpired"
  /** The password has expired, or has to be changed first. */
  | "PasswordExpired"
  /** Not at this hour, from this machine, or in this way. */
  | "LogonNotAllowed"
  /** The directory refuses this login, or what it asks for, for another reason. */
  | "NotAllowed"
  /** There is no such unit, or the account may not see it. */
  | "NoSuchBase"
  /** Another server has it. */
  | "ReferredElsewhere"
  /** More than was to be read. */
  | "TooMuch"
  | "TimedOut"
  | "Aborted"
  /** What it answers is no LDAP, or says that it cannot. */
  | "BadAnswer";

/** Tells why a directory was not read, and what to do about it. It holds no secret. */
export class DirectoryError extends Error {
  override readonly name = "DirectoryError";
  readonly reason: DirectoryFailure;
  /** What to do about it; empty where there is nothing to say. */
  readonly advice: string;
  /** What the directory itself has said, shortened; not to be trusted. */
  readonly said: string | undefined;

  constructor(reason: DirectoryFailure, message: string, advice = "", said?: string) {
    super(message);
    this.reason = reason;
    this.advice = advice;
    this.said = said === undefined || said === "" ? undefined : said.slice(0, LONGEST_SAID);
  }
}

/** The most that is repeated of what a directory says, in characters. */
const LONGEST_SAID = 300;
