import { describe, expect, it } from "vitest";
import { maskSecrets } from "./mask.ts";

const CANARY = "c4n4ry-S3cret";

describe("a command line", () => {
  it.each([
    `/usr/bin/backup --password=${CANARY} --to /srv`,
    `backup --password ${CANARY} /srv`,
    `backup --password "${CANARY} two words" /srv`,
    `backup --password='${CANARY} two words' /srv`,
    `backup -password:${CANARY}`,
    `PASSWORD=${CANARY} run`,
    `export DB_PASS="${CANARY} x"; run`,
    `env MYSQL_PWD=${CANARY} mysql`,
    `PGPASSWORD='${CANARY}' psql`,
    `AWS_SECRET_ACCESS_KEY=${CANARY} aws s3 sync`,
    `BORG_PASSPHRASE=${CANARY} borg create`,
    `mysqldump -u root -p${CANARY} db > /tmp/x`,
    `/usr/bin/mysql -p'${CANARY}' db`,
    `nice -n 5 mysqladmin -uroot -p"${CANARY}" ping`,
    `sh -c "mysqldump -p${CANARY} db | gzip"`,
    `su - backup -c "sh -c 'mysqldump -p${CANARY} db'"`,
    `bash -c "PASSWORD='${CANARY} x' run"`,
    `sshpass -p ${CANARY} ssh host`,
    `sshpass -p${CANARY} ssh host`,
    `redis-cli -a ${CANARY} ping`,
    `ldapsearch -D cn=admin -w ${CANARY} -b dc=x`,
    `curl -u admin:${CANARY} https://host/`,
    `curl -uadmin:${CANARY} https://host/`,
    `curl --user "admin:${CANARY}" https://host/`,
    `curl --user=admin:${CANARY} https://host/`,
    `curl -H "Authorization: Bearer ${CANARY}" https://host/`,
    `curl -H 'Authorization: Basic ${CANARY} ${CANARY}' https://host/`,
    `curl -H "X-Api-Key: ${CANARY}" https://host/`,
    `curl -H "Cookie: a=${CANARY}; b=${CANARY}" https://host/`,
    `curl -d '{"user":"a","password":"${CANARY}"}' https://host/`,
    `curl -d "{\\"token\\": \\"${CANARY}\\"}" https://host/`,
    `curl https://user:${CANARY}@host/path`,
    `git clone https://${CANARY}-long-enough-token@host/path`,
    `wget "https://host/ping?token=${CANARY}&x=1"`,
    `wget https://host/ping?access_token=${CANARY}`,
    `psql postgres://user:${CANARY}@db/app`,
    `mount -o username=x,password=${CANARY} //nas/share /mnt`,
    `smbclient //nas/share -U user%${CANARY}`,
    `lftp -u user,${CANARY} ftp.host`,
    `mongodump -u root -p ${CANARY}`,
    `zip -P ${CANARY} a.zip b`,
    `7z a -p${CANARY} a.7z b`,
    `snmpwalk -v2c -c ${CANARY} host`,
    `ipmitool -H h -U u -P ${CANARY} power status`,
    `sqlplus scott/${CANARY}@orcl @script.sql`,
    `htpasswd -b file user ${CANARY}`,
    `docker login -u me -p ${CANARY} registry`,
    `openssl enc -k ${CANARY} -in x`,
    `openssl rsa -passin pass:${CANARY} -in x`,
    `useradd -p ${CANARY} someone`,
    `echo ${CANARY} | sudo -S reboot`,
    `echo "root:${CANARY}" | chpasswd`,
    `printf '%s' ${CANARY} | docker login --password-stdin`,
    `cat <<< ${CANARY}`,
    `cat <<<${CANARY}`,
    `java -Dtrust.password=${CANARY} -jar x.jar`,
    `run /password:${CANARY}`,
    `xfreerdp /u:me /p:${CANARY} /v:host`,
    `app --encryption-key=${CANARY}`,
    `app "--api-key" => ${CANARY}`,
    `app --key=${CANARY}`,
    `password: "${CANARY}"`,
    `"password": "${CANARY}"`,
    `AccountName=x;AccountKey=${CANARY}`,
    `app 'password=${CANARY}`,
  ])("loses its secret: %s", (line) => {
    const masked = maskSecrets(line);
    expect(masked).not.toContain(CANARY);
    expect(masked).toContain("***");
  });

  it.each([
    "ghp_0123456789abcdefABCDEF0123456789abcd",
    "glpat-ABCDEFGHIJKLMNOPQRST",
    "xoxb-123456789012-abcdefghijkl",
    "AKIAIOSFODNN7EXAMPLE",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "$6$saltsalt$abcdefghijklmnop",
    "$2y$10$abcdefghijklmnopqrstuv",
    "https://hooks.slack.com/services/T000/B000/XXXX",
    "https://api.telegram.org/bot123456789:AAabcdefghijklmnopqrstuvwxyz/send",
    "-----BEGIN RSA PRIVATE KEY-----MIIE",
  ])("loses what is a secret by its form: %s", (secret) => {
    const masked = maskSecrets(`run ${secret}`);
    expect(masked).toContain("***");
    expect(masked).not.toContain(secret.slice(-8));
  });

  it.each([
    "run-parts --report /etc/cron.daily",
    "test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }",
    "/usr/sbin/sshd -D $SSHD_OPTS",
    "mysql -u root -p",
    "mysql -p db_of_mine --password-file=/etc/secret",
    "rsync -a --password-file=/etc/rsync.secret a b",
    "docker run -p 8080:80 nginx",
    "curl -u $USER https://host/",
    "sort --key=2 /etc/passwd",
    "app --key=/etc/ssl/private/x.key --passive",
    "https://host:8080/path@2x.png",
    "http://user@host/",
    "echo done | tee /tmp/x",
    "PATH=/usr/bin PWD=/root run",
    "app --token --verbose",
    "sqlplus / @script.sql",
    "sh -c 'run it'",
    'a \\"b c',
  ])("keeps what is none: %s", (line) => {
    expect(maskSecrets(line)).toBe(line);
  });

  it("keeps what stands around a secret", () => {
    expect(
      maskSecrets("curl -u me:x -H 'Authorization: Bearer y' https://a:b@h/p && PASSWORD=z run; echo ok"),
    ).toBe("curl -u me:*** -H 'Authorization: ***' https://a:***@h/p && PASSWORD=*** run; echo ok");
    expect(maskSecrets("password=''")).toBe("password=***");
    expect(maskSecrets("sh -c 'password='")).toBe("sh -c 'password='");
  });

  it("takes time in line with its length, whatever it holds", () => {
    const pieces = [
      "password=",
      "a:",
      "://",
      "'\"",
      "-p",
      "eyJ",
      "$6$",
      "key=",
      "mysql ",
      "\\",
      "<<<",
      "-----BEGIN ",
    ];
    for (const piece of [...pieces, "akey=akey", "a ", "x/", "sudo -S ", "echo "]) {
      const long = piece.repeat(Math.ceil(1_000_000 / piece.length));
      expect(maskSecrets(long).length).toBeLessThan(20_000);
    }
  });
});
