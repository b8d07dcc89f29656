import ssh2 from "ssh2";
import { describe, expect, it } from "vitest";
import { failure, scanned } from "../test/scanning.ts";
import type { Secrets } from "../test/sshd-scanning.ts";
import { type Sshd, type SshdOptions, sshdGate, startSshd } from "./testing/index.ts";

const gate = sshdGate("password");
const PAM = ["UsePAM yes"];
const QUESTIONS = ["UsePAM yes", "PasswordAuthentication no", "KbdInteractiveAuthentication yes"];

/** A real sshd for one scan, how it went, and what it was told of the login. */
async function scanSshd(options: SshdOptions, secrets: (sshd: Sshd) => Secrets) {
  await using sshd = await startSshd(options);
  const answers: string[] = [];
  const outcome = await scanned({
    port: sshd.port,
    credential: { username: sshd.username, ...secrets(sshd) },
    beforeLogin: async () => {
      answers.push("asked");
      return { ok: true };
    },
    onLogin: () => answers.push("let in"),
    onRefusal: () => answers.push("refused"),
  });
  await sshd.log.until(/^(?:Connection closed|Disconnected|Received disconnect)/m);
  const logins = sshd.log.text().match(/^(?:Accepted|Failed) (?:publickey|password|keyboard)/gm)?.length ?? 0;
  return { outcome, answers, logins };
}

const byPassword = ({ password }: Sshd) => ({ password });
const byKey = ({ keys }: Sshd) => keys.plain;

describe.skipIf(gate.skip)(gate.title("a real sshd whose account"), () => {
  it.each<[string, readonly string[], (sshd: Sshd) => Secrets]>([
    ["by password", [], byPassword],
    ["by password, with PAM", PAM, byPassword],
    ["by key, with PAM", PAM, byKey],
    ["by questions, with PAM", QUESTIONS, byPassword],
  ])(
    "has to change its password is logged in to once, %s, and the reason told",
    async (_, config, secrets) => {
      for (const aging of ["0::::::", "10000:0:30::::"]) {
        const { outcome, answers, logins } = await scanSshd({ config, aging }, secrets);
        expect(outcome).toMatchObject(
          failure("auth", /new password before it lets the login in: .*(?:password|expired)/i),
        );
        expect(answers).not.toContain("refused");
        expect(answers.filter((answer) => answer === "asked")).toHaveLength(1);
        expect(logins).toBeLessThanOrEqual(1);
      }
    },
  );

  it("has to change its password is read by key where the host does not mind, without PAM", async () => {
    const { outcome } = await scanSshd({ aging: "0::::::" }, byKey);
    expect(outcome).toMatchObject({ ok: true });
  });

  it("needs a key and a password takes the key, and is no refusal of it", async () => {
    const config = ["AuthenticationMethods publickey,password"];
    const { outcome, answers } = await scanSshd({ config }, byKey);
    expect(outcome).toMatchObject(
      failure("auth", /took the login by publickey, .* method is needed: password\.$/),
    );
    expect(answers).toEqual(["asked", "let in"]);
  });

  it("needs a key and a password refuses a wrong password beside it", async () => {
    const config = ["AuthenticationMethods publickey,password"];
    const { outcome, answers } = await scanSshd({ config }, ({ keys }) => ({
      ...keys.plain,
      password: "wrong",
    }));
    expect(outcome).toMatchObject(failure("auth", /refused the login by password; it offers password/));
    expect(answers).toEqual(["asked", "refused"]);
  });

  it("needs an RSA key and a password takes the key once", async () => {
    const config = ["AuthenticationMethods publickey,password"];
    const rsa = ssh2.utils.generateKeyPairSync("rsa", { bits: 2048 });
    const { outcome } = await scanSshd({ config, authorizedKeys: [rsa.public] }, () => ({
      privateKey: rsa.private,
    }));
    expect(outcome).toMatchObject(
      failure("auth", /took the login by publickey, .* method is needed: password\.$/),
    );
  });
});
