import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";

/** The fields of shadow(5) behind a password's hash, of one that never has to be changed. */
const NEVER_AGES = "1::::::";

/** Who may log in to an sshd of ours. */
export interface Account {
  readonly username: string;
  /** Empty for the current user, whose sshd takes keys alone. */
  readonly password: string;
  /** Files to lay over those of `/etc`, by name, inside the sshd's own mount namespace. */
  readonly databases: Readonly<Record<string, string>>;
}

const USERNAME = "hostscan-scan";
const UID = 64_321;
const PERL = "perl";

/** The account for an sshd that runs as root, or as the user who runs this process. */
export const accountFor = (root: boolean, aging: string = NEVER_AGES, rootPassword?: string): Account =>
  root ? throwAwayAccount(aging, rootPassword) : currentAccount();

/** An account that exists for one sshd only, in its mount namespace. The user `sshd` is for its privilege separation. */
function throwAwayAccount(aging: string, rootPassword?: string): Account {
  const password = randomBytes(18).toString("base64url");
  return {
    username: USERNAME,
    password,
    databases: {
      passwd: lines(
        "root:x:0:0::/root:/bin/sh",
        "sshd:x:64320:65534::/run/sshd:/usr/sbin/nologin",
        `${USERNAME}:x:${UID}:${UID}::/:/bin/sh`,
      ),
      shadow: lines(
        `root:${rootPassword === undefined ? "*" : hash(rootPassword)}:1::::::`,
        "sshd:*:1::::::",
        `${USERNAME}:${hash(password)}:${aging}`,
      ),
      group: lines("root:x:0:", "nogroup:x:65534:", `${USERNAME}:x:${UID}:`),
    },
  };
}

/** The user who runs this process. */
function currentAccount(): Account {
  return { username: userInfo().username, password: "", databases: {} };
}

/** SHA-512 crypt(3), which Node lacks and Perl has. The password goes by stdin: arguments are seen by everyone. */
function hash(password: string): string {
  const salt = `$6$${randomBytes(9).toString("base64url").replaceAll(/[-_]/g, ".")}$`;
  return execFileSync(PERL, ["-e", "print crypt(<STDIN>, shift)", salt], {
    input: password,
    encoding: "utf8",
  });
}

function lines(...text: readonly string[]): string {
  return `${text.join("\n")}\n`;
}
