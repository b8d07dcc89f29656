/** How a program takes a secret, beside options whose name says so. */
export interface SecretOptions {
  /** The secret follows the option in the same word (`-pSECRET`). */
  readonly attached?: string;
  /** The secret is the next word (`-p SECRET`), or follows in the same. */
  readonly next?: readonly string[];
  /** The next word, or what follows in the same, holds it behind the first separator (`-u user:SECRET`). */
  readonly behind?: { readonly options: readonly string[]; readonly separator: string };
  /** Words that are no options: the last one is a secret, or each holds one behind a slash (`scott/SECRET@db`). */
  readonly words?: "last" | "slash";
  /** The word that has to come before. */
  readonly after?: string;
}

const next = (...options: readonly string[]): SecretOptions => ({ next: options });
const behind = (separator: string, ...options: readonly string[]): SecretOptions => ({
  behind: { options, separator },
});

const FAMILIES: readonly (readonly [options: SecretOptions, programs: string])[] = [
  [
    { attached: "-p" },
    "mysql mysqldump mysqladmin mysqlcheck mysqlimport mysqlshow mysqlbinlog mysqlslap mysqlpump mysqlsh mariadb mariadb-dump mariadb-admin mariadb-check mariadb-import mariadb-show mariadb-binlog mariadb-backup mariabackup xtrabackup innobackupex automysqlbackup 7z 7za 7zr rar unrar",
  ],
  [next("-p"), "sshpass mydumper myloader mongo mongosh mongodump mongorestore mongoexport mongoimport"],
  [next("-p"), "usermod useradd rdesktop ncftpput ncftpget ncftpls influx"],
  [{ attached: "/p:" }, "xfreerdp wlfreerdp xfreerdp3"],
  [next("-a"), "redis-cli valkey-cli keydb-cli"],
  [next("-w"), "ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami ldapmodrdn ldapcompare dsconf"],
  [next("-w", "-s", "-a"), "ldappasswd"],
  [next("-P"), "zip unzip ipmitool isql sqsh tsql bcp sqlcmd"],
  [
    next("-c", "-A", "-X"),
    "snmpget snmpwalk snmpset snmpgetnext snmpbulkget snmpbulkwalk snmptrap snmptable snmpdf",
  ],
  [next("-k", "-K"), "openssl"],
  [behind(":", "-u", "-U", "--user", "--proxy-user"), "curl"],
  [behind(":", "-a", "--auth"), "http https xh"],
  [behind(",", "-u", "--user"), "lftp"],
  [behind("%", "-U", "--user"), "smbclient rpcclient net smbget smbcacls wmic winexe nmblookup smbtree"],
  [{ words: "slash" }, "sqlplus sqlldr exp imp expdp impdp rman"],
  [{ words: "last" }, "htpasswd"],
  [{ ...next("-p"), after: "login" }, "docker podman buildah skopeo helm oc az"],
];

/** By the last part of the program's path. */
const PROGRAMS: ReadonlyMap<string, SecretOptions> = new Map(
  FAMILIES.flatMap(([options, programs]) => programs.split(" ").map((name) => [name, options] as const)),
);

/** How the program that a word names takes secrets, where it is known for one. */
export function secretOptionsOf(word: string): SecretOptions | undefined {
  return PROGRAMS.get(word.slice(word.lastIndexOf("/") + 1));
}
