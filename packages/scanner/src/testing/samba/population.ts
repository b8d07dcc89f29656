/** The domain that the tests have. */
export const DOMAIN = {
  realm: "AD.HOSTSCAN.TEST",
  /** The domain as DNS spells it. */
  dnsName: "ad.hostscan.test",
  /** The name that `DOM\name` begins with. */
  workgroup: "HSTEST",
  controller: "dc1.ad.hostscan.test",
  base: "DC=ad,DC=hostscan,DC=test",
} as const;

/** An account of the domain. All are in `OU=Service`. */
export interface DomainAccount {
  readonly name: string;
  readonly password: string;
}

const account = (name: string, password: string): DomainAccount => ({ name, password });

/** Accounts, by what is the matter with them. */
export const ACCOUNTS = {
  /** Nothing; it has a keytab. */
  scan: account("scan", "Sc4n-Passw0rd!"),
  /** Nothing; it is there to read the directory with. */
  reader: account("ldapread", "R3ad-Passw0rd!"),
  /** Nothing, but its password is not ASCII. */
  umlaut: account("umlaut", "Pässwörd-€-1"),
  disabled: account("disabled", "D1sabled-Passw0rd!"),
  locked: account("locked", "L0cked-Passw0rd!"),
  /** The account has expired. */
  expired: account("expired", "Exp1red-Passw0rd!"),
  /** Its password has to be changed first. */
  mustChange: account("mustchange", "Must-Ch4nge-It!"),
  /** No hour of the week is one in which it may log on. */
  noHours: account("nohours", "N0-Hours-At-All!"),
} as const;

/** A host with a known password and the service names of WinRM, which has a keytab. */
export const MEMBER = { name: "win1", dnsHostName: `win1.${DOMAIN.dnsName}`, password: "H0st-Passw0rd!" };

/** How many computers `OU=Many` has; every tenth is disabled. */
export const MANY = 200;

const NORMAL = 0x200;
const WORKSTATION = 0x1000;
const DISABLED = 0x2;
/** Else the accounts of a kept domain would expire. */
const PASSWORD_NEVER_EXPIRES = 0x10000;

/** 100 ns since 1601, as Active Directory counts. */
const fileTime = (time: Date) => String((BigInt(time.getTime()) + 11_644_473_600_000n) * 10_000n);

type Entry = readonly [dn: string, attributes: Readonly<Record<string, string | readonly string[]>>];

const password = (text: string) => Buffer.from(`"${text}"`, "utf16le").toString("latin1");

const user = ({ name, password: text }: DomainAccount, control: number, more: Entry[1] = {}): Entry => [
  `CN=${name},OU=Service`,
  {
    objectClass: "user",
    sAMAccountName: name,
    userPrincipalName: `${name}@${DOMAIN.dnsName}`,
    userAccountControl: String(NORMAL | control),
    unicodePwd: password(text),
    ...more,
  },
];

const unit = (dn: string): Entry => [dn, { objectClass: "organizationalUnit" }];

/** A computer by the name that its DN begins with; DNS gets one of what is left without what DNS does not take. */
const computer = (path: string, control = 0, more: Entry[1] = {}): Entry => {
  const name = (/^CN=((?:\\.|[^,])+)/.exec(path)?.[1] ?? "").replace(/[^\w-]/g, "").toLowerCase();
  const os = { operatingSystem: "Windows Server 2022 Standard", operatingSystemVersion: "10.0 (20348)" };
  const names = { sAMAccountName: `${name.toUpperCase()}$`, dNSHostName: `${name}.${DOMAIN.dnsName}` };
  const userAccountControl = String(WORKSTATION | control);
  return [path, { objectClass: "computer", ...names, userAccountControl, ...os, ...more }];
};

const ENTRIES: readonly Entry[] = [
  ...["OU=Service", "OU=Servers", "OU=Web,OU=Servers", "OU=Old,OU=Web,OU=Servers"].map(unit),
  ...["OU=Desks\\, all", "OU=Empty", "OU=Many"].map(unit),
  user(ACCOUNTS.scan, PASSWORD_NEVER_EXPIRES, { "msDS-SupportedEncryptionTypes": "24" }),
  user(ACCOUNTS.reader, PASSWORD_NEVER_EXPIRES),
  user(ACCOUNTS.umlaut, PASSWORD_NEVER_EXPIRES),
  user(ACCOUNTS.disabled, PASSWORD_NEVER_EXPIRES | DISABLED),
  user(ACCOUNTS.locked, PASSWORD_NEVER_EXPIRES, { lockoutTime: fileTime(new Date("2090-01-01")) }),
  user(ACCOUNTS.expired, PASSWORD_NEVER_EXPIRES, { accountExpires: fileTime(new Date("2020-01-01")) }),
  user(ACCOUNTS.mustChange, 0, { pwdLastSet: "0" }),
  user(ACCOUNTS.noHours, PASSWORD_NEVER_EXPIRES, { logonHours: "\0".repeat(21) }),
  computer("CN=WIN1,OU=Servers", 0, {
    servicePrincipalName: ["HTTP", "HOST", "WSMAN"].flatMap((service) => [
      `${service}/${MEMBER.dnsHostName}`,
      `${service}/${MEMBER.name}`,
    ]),
    "msDS-SupportedEncryptionTypes": "24",
    unicodePwd: password(MEMBER.password),
  }),
  computer("CN=WEB1,OU=Web,OU=Servers", 0, { lastLogonTimestamp: fileTime(new Date("2026-11-01")) }),
  computer("CN=WEB2,OU=Web,OU=Servers", DISABLED),
  computer("CN=OLD1,OU=Old,OU=Web,OU=Servers", 0, { lastLogonTimestamp: fileTime(new Date("2019-05-06")) }),
  [
    "CN=NONAME,OU=Web,OU=Servers",
    { objectClass: "computer", sAMAccountName: "NONAME$", userAccountControl: String(WORKSTATION) },
  ],
  computer("CN=PC1,OU=Desks\\, all"),
  computer("CN=Lab\\, 1 \\+ \\#2,OU=Desks\\, all"),
  ...Array.from({ length: MANY }, (_, at) =>
    computer(`CN=M${String(at).padStart(4, "0")},OU=Many`, at % 10 === 0 ? DISABLED : 0),
  ),
];

/** A line of LDIF; everything but names that are known to be plain goes as Base64. */
const line = (name: string, value: string) =>
  name === "objectClass" || name === "sAMAccountName"
    ? `${name}: ${value}`
    : `${name}:: ${Buffer.from(value, name === "unicodePwd" || name === "logonHours" ? "latin1" : "utf8").toString("base64")}`;

/** What is in the domain, as `ldbmodify` reads it. Passwords that are wrong too often lock an account. */
export function population(): string {
  const entries = ENTRIES.map(([dn, attributes]) =>
    [
      `dn: ${dn},${DOMAIN.base}`,
      "changetype: add",
      ...Object.entries(attributes).flatMap(([name, values]) =>
        [values].flat().map((value) => line(name, value)),
      ),
    ].join("\n"),
  );
  const policy = `dn: ${DOMAIN.base}\nchangetype: modify\nreplace: lockoutThreshold\nlockoutThreshold: 10`;
  return `${[...entries, policy].join("\n\n")}\n`;
}
