import { isForNewPassword } from "../../facts/new-password.ts";
import type { UnixElevationMethod } from "../types.ts";

/** Where these commands lie; the account's own `PATH` might lead to one that only looks like it. */
const PATH =
  "PATH=/run/wrappers/bin:/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin:/opt/quest/bin:/usr/share/centrifydc/bin:/opt/pbul/bin";
/** A shell that knows POSIX, on Solaris too. */
const SHELL = "PATH=/usr/xpg4/bin:/usr/bin:/bin; export PATH; exec sh";
/** How much of the end of what a host has said a question is looked for in. */
const LONGEST_QUESTION = 200;
const QUESTION = /pass(?:word|phrase|code)?\b[^\n]{0,100}[:>?][ \t]*$/i;

/** Runs a shell that reads the script from its input; for any login shell: no single quote within. */
export const PLAIN_COMMAND = `/bin/sh -c '${SHELL}'`;

/** The same as the super user. The line says that the shell is there, and is the first that is read of it. */
export function elevatedCommand(method: UnixElevationMethod, marker: string): string {
  // Raw, so that no terminal changes what is sent, nor sends it back.
  const become = `stty raw -echo 2>/dev/null; echo ${readyLine(marker)}; ${SHELL}`;
  return `/bin/sh -c 'LC_ALL=C; ${PATH}; export LC_ALL PATH; exec ${WAYS[method](become, marker)}'`;
}

const bySudo = (name: string) => (become: string, marker: string) =>
  `${name} -S -p "${questionOf(marker)}" /bin/sh -c "${become}"`;
const byName = (name: string) => (become: string) => `${name} /bin/sh -c "${become}"`;

const WAYS: Readonly<Record<UnixElevationMethod, (become: string, marker: string) => string>> = {
  sudo: bySudo("sudo"),
  dzdo: bySudo("dzdo"),
  doas: byName("doas"),
  pbrun: byName("pbrun"),
  pmrun: byName("pmrun"),
  // Whatever the super user's own shell is.
  su: (become) => `su root -c "exec /bin/sh -c \\"${become}\\""`,
};

/** What the elevated shell says first. */
export const readyLine = (marker: string): string => `${marker} ready`;
const questionOf = (marker: string): string => `${marker} password:`;

/** Whether what was said ends in the question for the password; one for a new password, or for a code, is none. */
export function asksForPassword(said: string, marker: string): boolean {
  const end = said.slice(-LONGEST_QUESTION).trimEnd();
  if (end.endsWith(questionOf(marker))) return true;
  const line = end.slice(end.lastIndexOf("\n") + 1);
  return QUESTION.test(line) && !isForNewPassword(line);
}
