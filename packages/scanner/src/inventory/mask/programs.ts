/** How a program takes a secret, beside options whose name says so. */
export interface SecretOptions {
  /** The secret follows one of these in the same word (`-pSECRET`), behind letters of other options too (`-NpSECRET`). */
  readonly attached?: RegExp;
  /** The secret is the next word (`-p SECRET`), or follows in the same. */
  readonly next?: RegExp;
  /** The next word, or what follows in the same, holds it behind the first separator (`-u user:SECRET`). */
  readonly behind?: { readonly options: RegExp; readonly separator: string };
  /** Words that are no options: the last one is a secret, or each holds one behind a slash (`scott/SECRET@db`). */
  readonly words?: "last" | "slash";
  /** The word that has to come before. */
  readonly after?: string;
  /** Words that are no options and hold it by their place. */
  readonly place?: Place;
}

/** Which words of a command are secrets. */
export interface Place {
  /** The word behind which they are counted; the program itself where absent. */
  readonly word?: RegExp;
  /** How many come before the secret. */
  readonly skip: number;
  /** How many are masked. */
  readonly count: number;
  /** Words that are none whatever their place. */
  readonly unless?: RegExp;
  /** An option in between ends it. */
  readonly directly?: boolean;
}

/** An option of one letter takes its value in the same word, and may stand behind others (`-xw`). */
const letters = (each: string): RegExp => new RegExp(`^(?:-[A-Za-z]{0,8}[${each}]$|-[${each}])`);
const next = (each: string): SecretOptions => ({ next: letters(each) });
const place = (skip: number, count: number, word?: RegExp, unless?: RegExp): SecretOptions => ({
  place: { skip, count, ...(word && { word }), ...(unless && { unless }) },
});

const FAMILIES: readonly (readonly [options: SecretOptions, programs: string])[] = [
  [{ attached: /^-[BNEHtrvfnCbALq]{0,8}p/ }, "mysql* mariadb* xtrabackup innobackupex automysqlbackup mycli"],
  [{ attached: /^-(?:hp|p)/ }, "7z 7za 7zr 7zz rar unrar winrar"],
  [next("NP"), "ssh-keygen"],
  [next("KW"), "pk12util"],
  [{ next: /^[-/]p(?:$|:)/i }, "signtool certutil"],
  [next("p"), "sshpass mydumper myloader aescrypt racadm"],
  [next("p"), "usermod useradd rdesktop ncftpput ncftpget ncftpls mysqlhotcopy mytop innotop"],
  [{ next: /^-p(?!assword)/ }, "influx"],
  [next("pw"), "security"],
  [{ attached: /^\/(?:p|pth):/ }, "xfreerdp wlfreerdp xfreerdp3 freerdp sdl-freerdp"],
  // Of Windows.
  [{ next: /^\/r?p(?=:|$):?/i }, "schtasks"],
  [{ attached: /^[-/]p:/i }, "winrs winrm"],
  [{ attached: /^\/p[do]:/i }, "netdom"],
  [{ next: /^(?:-[A-Za-z]{0,8}P$|[-/]P)/ }, "bcp sqlcmd osql"],
  [{ next: /^[-/]p(?:assword)?$/i }, "truecrypt veracrypt"],
  [{ next: /^-up$/i }, "adfind admod"],
  [{ attached: /^[-/]authenticator:/i }, "vaultcmd"],
  [{ next: /^-(?:[gv]p|p)$/ }, "vmrun"],
  [place(1, 1, /^[-/]u$/i), "logman"],
  [{ next: /^[-/](?:de(?:crypt)?|p)$/i }, "dtexec"],
  [
    { next: /^(?:-[A-Za-z]{0,8}p$|-p|\/p$)/ },
    "mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat mongotop",
  ],
  [{ next: /^[-/]p[io]$/i }, "pvk2pfx"],
  [{ attached: /^-s/ }, "wzzip wzunzip"],
  [{ behind: { options: /^[-/]login[:=]/i, separator: "," } }, "tf tfpt"],
  [place(1, 1, undefined, /^\\\\/), "pspasswd pspasswd64 sanur"],
  [place(2, 1), "snmputil"],
  [{ next: /^-(?:rp|recoverypassword)$/i }, "manage-bde"],
  [{ next: /^\/d$/i }, "reg"],
  [place(2, 1, /^-b$/i), "ldifde csvde"],
  [place(4, 1, /^[-/]setcredentials$/i), "bitsadmin"],
  [place(2, 1), "autologon autologon64"],
  [place(1, 1, /^objectname$/i), "nssm"],
  [place(1, 1, /^runas$/i), "nircmd nircmdc"],
  [{ ...next("a"), ...place(0, 2, /^(?:auth|requirepass|masterauth)$/i) }, "redis-cli valkey-cli keydb-cli"],
  [
    next("w"),
    "ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami ldapmodrdn ldapcompare dsconf vsql squidclient kadmin",
  ],
  [next("wsa"), "ldappasswd"],
  [next("P"), "zip unzip ipmitool sqsh tsql mosquitto_pub mosquitto_sub"],
  [{ ...next("P"), place: { skip: 2, count: 1, directly: true } }, "isql"],
  [next("cAX"), "snmpget snmpwalk snmpset snmpgetnext snmpbulkget snmpbulkwalk snmptrap snmptable snmpdf"],
  [next("CAX"), "check_snmp"],
  [{ next: /^-[PapC](?!\d{1,5}$)/ }, "check_mysql* check_pgsql check_ldap* check_nrpe check_nt check_oracle"],
  [{ behind: { options: /^-[aA]/, separator: ":" } }, "check_http"],
  [{ next: /^-[kK]$/, ...place(0, 3, /^passwd$/) }, "openssl"],
  [{ next: /^-[kK]$/ }, "swift dotnet"],
  [{ next: /^-[kK]$/, ...place(1, 1, /^push$/i) }, "nuget"],
  [{ next: /^-T$/ }, "pushover"],
  [{ next: /^-ap$/ }, "swaks"],
  [{ next: /^-xp$/ }, "sendemail"],
  [{ attached: /^-pa(?:s{1,2}(?:word)?)?=/ }, "dsmadmc dsmc"],
  [
    {
      behind: {
        options: /^(?:-[A-Za-z]{0,8}[uUEb]$|-[uUEb]|--(?:user|proxy-user|cert|key|proxy-cert)(?:=|$))/,
        separator: ":=",
      },
    },
    "curl",
  ],
  [{ behind: { options: /^(?:-a|--auth)/, separator: ":" } }, "http https xh"],
  [{ behind: { options: /^(?:-n|--auth)/, separator: ":" } }, "transmission-remote"],
  [{ behind: { options: /^--from-literal/, separator: "=" } }, "kubectl"],
  [{ behind: { options: /^(?:-u|--user)/, separator: "," } }, "lftp open"],
  [
    {
      behind: { options: /^(?:-U|--user)/, separator: "%" },
      place: { word: /^(?:\/\/|\\\\)/, skip: 0, count: 1, directly: true },
    },
    "smbclient",
  ],
  [
    { behind: { options: /^(?:-U|--user)/, separator: "%" } },
    "rpcclient smbget smbcacls wmic winexe nmblookup smbtree",
  ],
  [
    {
      behind: { options: /^(?:-U|--user)/, separator: "%" },
      ...place(0, 3, /^user?$/i, /^(?:\\\\|\/|[a-z]:$|\*$)/i),
    },
    "net net1",
  ],
  [{ words: "slash" }, "sqlplus sqlldr exp imp expdp impdp rman"],
  [{ words: "last" }, "htpasswd"],
  [{ ...next("p"), after: "login" }, "docker podman buildah skopeo helm oc az crane nerdctl"],
  [{ attached: /^\w[\w-]*=/, ...place(0, 1, /^(?:login|unseal)$/) }, "vault bao"],
  [place(0, 1, /^(?:add-)?(?:authtoken|passwd|install)$/), "ngrok teamviewer cloudflared"],
  [place(0, 1, /^using$/i), "db2"],
  [place(0, 1, /_pw$/), "pdftk"],
  [place(0, 1, /^obscure$/), "rclone"],
  [place(0, 2, /^--encrypt$/), "qpdf"],
  [place(1, 1, /^(?:change_password|add_user)$/), "rabbitmqctl"],
  [place(1, 1, /^authorize[-_]account$/), "b2"],
  [place(1, 1, /^http-basic/), "composer"],
  [place(2, 2, /^(?:set|add)$/), "mc mcli"],
  [place(2, 1, /^-setairportnetwork$/), "networksetup"],
  [place(1, 2, /^-passwd$/), "dscl"],
  [place(1, 4), "radtest"],
  [place(1, 1), "wpa_passphrase"],
  [place(2, 1), "rasdial"],
  [place(0, 2), "oathtool ecryptfs-add-passphrase"],
];

const ALL: readonly (readonly [name: string, options: SecretOptions])[] = FAMILIES.flatMap(
  ([options, programs]) => programs.split(" ").map((name) => [name, options] as const),
);
/** By the name of the program, and by how the name begins. */
const PROGRAMS = new Map(ALL.filter(([name]) => !name.endsWith("*")));
const BEGINNINGS = ALL.filter(([name]) => name.endsWith("*")).map(
  ([name, options]) => [name.slice(0, -1), options] as const,
);

/** How the program that a word names takes secrets, where it is known for one. */
export function secretOptionsOf(word: string): SecretOptions | undefined {
  const name = word
    .slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1)
    .toLowerCase()
    .replace(/\.(?:exe|com|cmd|bat|sh)$/, "");
  return PROGRAMS.get(name) ?? BEGINNINGS.find(([beginning]) => name.startsWith(beginning))?.[1];
}
