import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ACCOUNTS, DOMAIN, MEMBER, population } from "./population.ts";

const execute = promisify(execFile);

/** Kept beside what the package manager keeps: to make it takes ten seconds of a processor, to copy it a tenth of one. */
const CACHE = fileURLToPath(new URL("../../../node_modules/.cache/samba/", import.meta.url));

/** Makes `$2` in the work folder `$1`. Whoever holds the lock makes it; the others find it made. */
const SCRIPT = `
  [ ! -d "$2" ] || exit 0
  domain="$1/domain"
  samba-tool domain provision --targetdir="$domain" --configfile="$1/base.conf" --realm=${DOMAIN.realm} \
    --domain=${DOMAIN.workgroup} --server-role=dc --dns-backend=NONE --adminpass=Adm1n-Passw0rd! \
    --host-name=${DOMAIN.controller.split(".")[0]} --host-ip=127.0.0.1
  ldbmodify -H "$domain/private/sam.ldb" "$1/population.ldif"
  keytab() {
    samba-tool domain exportkeytab "$domain/$1.keytab" --principal="$2" --configfile="$domain/etc/smb.conf"
  }
  keytab member HTTP/${MEMBER.dnsHostName}
  keytab scan ${ACCOUNTS.scan.name}
  mv "$domain" "$2"
`;

/** What provisioning starts from: it reads no configuration of the machine's own. */
const BASE = [
  "[global]",
  `netbios name = ${DOMAIN.controller.split(".")[0]}`,
  `realm = ${DOMAIN.realm}`,
  `workgroup = ${DOMAIN.workgroup}`,
  "server role = active directory domain controller",
  "",
].join("\n");

/** The folder of a domain that never ran, made for this version of Samba if it is not there. @throws Error with what Samba says. */
export async function provisionedDomain(): Promise<string> {
  const { stdout: version } = await execute("samba", ["--version"]);
  const recipe = createHash("sha256").update(version).update(SCRIPT).update(BASE).update(population());
  const domain = join(CACHE, recipe.digest("hex").slice(0, 16));
  if (existsSync(domain)) return domain;
  await mkdir(CACHE, { recursive: true, mode: 0o700 });
  const work = await mkdtemp(join(CACHE, "work-"));
  try {
    await writeFile(join(work, "base.conf"), BASE);
    await writeFile(join(work, "population.ldif"), population());
    await execute("flock", [join(CACHE, "lock"), "sh", "-ec", SCRIPT, "sh", work, domain]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return domain;
}
