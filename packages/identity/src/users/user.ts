/** Roles that a user may have: those that the API admits. */
export const USER_ROLES = ["Admin", "App"] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** A user as people see it: without password and second factor. */
export interface User {
  readonly id: string;
  /** In lower case. */
  readonly login: string;
  readonly displayName: string;
  readonly role: string;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

/** What sets up an authenticator, shown once. */
export interface SecondFactor {
  /** `otpauth://totp/…` */
  readonly uri: string;
  readonly recoveryCodes: readonly string[];
}

/** A user to add. */
export interface NewUser {
  readonly login: string;
  readonly displayName?: string;
  readonly role: UserRole;
  readonly password: string;
}

export const USER_COLUMNS = [
  "id",
  "login",
  "display_name as displayName",
  "role",
  "created_at as createdAt",
  "disabled_at as disabledAt",
] as const;

const LEAST_LENGTH = 12;
const MOST_LENGTH = 1_024;

/** What is wrong with a password that is to be set; length is all that counts (NIST SP 800-63B, 3.1.1). */
export function passwordProblem(password: string): string | undefined {
  const length = [...password].length;
  if (length < LEAST_LENGTH) return `must have at least ${LEAST_LENGTH} characters`;
  return length > MOST_LENGTH ? `must have at most ${MOST_LENGTH} characters` : undefined;
}

/** What is wrong with a login; undefined if nothing is. */
export function loginProblem(login: string): string | undefined {
  return /^[\p{L}\p{N}][\p{L}\p{N}._@+\\-]{0,127}$/u.test(login)
    ? undefined
    : "must be 1 to 128 letters, digits and any of . _ @ + \\ -, and begin with a letter or digit";
}
