/**
 * What sshd, PAM and other servers say themselves where a password has to be changed before anything else. By the beginning
 * of a sentence: a banner speaks of passwords that expire, too ("If your password has expired, …").
 */
const SENTENCE =
  /(?:^|[.!:)] +)(?:warning: )?(?:(?:your |the )?(?:password|account) (?:has |is )?expired|you (?:are required to|must|need to) change your password|change your password now|password change required|password must be changed|changing password for )/i;

/** What PAM asks for then. */
const PROMPT =
  /^\W*(?:enter |choose |re-?type |re-?enter |a |your |the )*(?:new|current|old)\b.*\bpassword\b/i;

/** Whether a server says that it wants a new password first. */
export function asksForNewPassword(text: string): boolean {
  return SENTENCE.test(text);
}

/** Whether a question in the place of a login is for a new password, or for the old one again to set it. */
export function isForNewPassword(prompt: string): boolean {
  return PROMPT.test(prompt) || SENTENCE.test(prompt);
}

/**
 * Whether sshd has said that it wants a new password in the place of running a command: on the error output, and nothing
 * else. What a command in the account's own place prints (a menu, by ForceCommand) may name passwords as well.
 */
export function wantsNewPassword(output: readonly string[], said: string): boolean {
  const isNothing = output.every((line) => line.trim() === "");
  return isNothing && said.split(/\r\n|\r|\n/).some((line) => SENTENCE.test(line));
}
