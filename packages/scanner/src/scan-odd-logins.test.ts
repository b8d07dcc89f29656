import ssh2, { type AuthenticationType, type Prompt } from "ssh2";
import { describe, expect, it } from "vitest";
import { failure, scanned } from "../test/scanning.ts";
import { type FixtureSshOptions, startFixtureSshServer, startFixtureTcpServer } from "./testing/index.ts";

/** Scans a fixture that has an account with a password. */
async function scanHost(options: FixtureSshOptions) {
  await using host = await startFixtureSshServer(options);
  const { username, password } = host;
  const outcome = await scanned({ port: host.port, credential: { username, password } });
  return { outcome, logins: host.logins };
}

describe("logging in to a fixture host", () => {
  it("answers with the password where a host asks for it in so many words", async () => {
    const { outcome, logins } = await scanHost({ methods: ["keyboard-interactive"] });
    expect(outcome).toMatchObject({ ok: true });
    expect(logins).toEqual(["none", "keyboard-interactive"]);
  });

  it("gives nothing where a host lets everybody in", async () => {
    const { outcome, logins } = await scanHost({ methods: ["none"] });
    expect(outcome).toMatchObject({ ok: true });
    expect(logins).toEqual(["none"]);
  });

  it("gives a wrong password once, though there are two ways to give it", async () => {
    await using host = await startFixtureSshServer({ methods: ["password", "keyboard-interactive"] });
    const outcome = await scanned({
      port: host.port,
      credential: { username: host.username, password: "hunter2" },
    });
    expect(outcome).toMatchObject(failure("auth", /refused the login by password/));
    expect(host.logins).toEqual(["none", "password"]);
  });

  it.each([
    [
      "a code beside the password",
      [
        { prompt: "Password: ", echo: false },
        { prompt: "Code: ", echo: false },
      ],
    ],
    ["something that is shown", [{ prompt: "Name: ", echo: true }]],
  ])("answers nothing where a host asks for %s", async (_, prompts) => {
    const answers: string[] = [];
    const { outcome } = await scanHost({
      onLogin(context) {
        if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
        context.prompt(prompts, (given) => {
          answers.push(...given);
          context.reject(["keyboard-interactive"]);
        });
      },
    });
    expect(outcome).toMatchObject(failure("auth", /refused the login by keyboard-interactive/));
    expect(answers.join("")).toBe("");
  });

  it("answers the first question only, where a second one follows", async () => {
    const answers: string[] = [];
    const { outcome } = await scanHost({
      password: "right",
      onLogin(context) {
        if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
        context.prompt([{ prompt: "Password: ", echo: false }], (first) => {
          context.prompt([{ prompt: "Code: ", echo: false }], (second) => {
            answers.push(...first, ...second);
            context.reject(["keyboard-interactive"]);
          });
        });
      },
    });
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        phase: "auth",
        answered: true,
        message: expect.stringMatching(/further method is needed: .* Code:$/),
      },
    });
    // It is left before it could refuse a right password for the code that it lacks.
    expect(answers).toEqual([]);
  });

  it.each(["New password: ", "Current password: ", "Password expired. Change your password now. "])(
    "fails where a host asks for a new password in questions: %s",
    async (prompt) => {
      let accepted = 0;
      let refused = 0;
      await using host = await startFixtureSshServer({
        onLogin(context) {
          if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
          context.prompt([{ prompt: "Password: ", echo: false }], () => {
            const instruction =
              "You are required to change your password immediately (administrator enforced).";
            context.prompt([{ prompt, echo: false }], "", instruction, () => context.reject());
          });
        },
      });
      const outcome = await scanned({
        port: host.port,
        credential: host,
        onLogin: () => {
          accepted += 1;
        },
        onRefusal: () => {
          refused += 1;
        },
      });
      expect(outcome).toMatchObject(
        failure("auth", /asks for a new password before it lets the login in: You are/),
      );
      expect([accepted, refused]).toEqual([1, 0]);
    },
  );

  it.each([
    "Passwords expire after 90 days. Change your password at https://portal.example.",
    "Your password has expired? Call 555-0100.",
    "Your password will expire in 5 days.",
  ])("answers a question under words that are anybody's: %s", async (instruction) => {
    const { outcome } = await scanHost({
      password: "right",
      onLogin(context) {
        if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
        context.prompt([{ prompt: "Password: ", echo: false }], "", instruction, ([answer]) => {
          if (answer === "right") context.accept();
          else context.reject();
        });
      },
    });
    expect(outcome).toMatchObject({ ok: true });
  });

  it.each(["New password: ", "(current) UNIX password: ", "Enter new password: ", "Retype new password: "])(
    "gives no password where the first question is for another one: %s",
    async (prompt) => {
      const answers: string[] = [];
      const { outcome } = await scanHost({
        password: "right",
        onLogin(context) {
          if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
          context.prompt([{ prompt, echo: false }], (given) => {
            answers.push(...given);
            context.reject();
          });
        },
      });
      expect(outcome).toMatchObject(failure("auth", /asks for a new password/));
      expect(answers).toEqual([]);
    },
  );

  it("takes a code that is asked for beside words on passwords for a further method", async () => {
    const { outcome } = await scanHost({
      password: "right",
      onLogin(context) {
        if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
        context.prompt([{ prompt: "Password: ", echo: false }], () => {
          const instruction = "Passwords that have expired are changed at the desk.";
          context.prompt([{ prompt: "One-time password: ", echo: false }], "", instruction, () => {});
        });
      },
    });
    expect(outcome).toMatchObject({
      failure: { phase: "auth", message: expect.stringContaining("A further method is needed") },
    });
  });

  it.each<[taken: AuthenticationType, left: AuthenticationType[], message: string]>([
    ["publickey", ["password"], "the login by publickey, but a further method is needed: password"],
    ["publickey", ["keyboard-interactive", "hostbased"], "needed: keyboard-interactive, hostbased"],
    ["publickey", ["publickey"], "needed: publickey"],
  ])("is refused nothing where %s is taken and %j is left", async (taken, left, message) => {
    const { private: privateKey } = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
    let refused = 0;
    await using host = await startFixtureSshServer({
      onLogin(context) {
        if (context.method !== taken) return context.reject([taken]);
        if (context.method === "publickey" && context.signature === undefined) return context.accept();
        context.reject(left, true);
      },
    });
    const outcome = await scanned({
      port: host.port,
      credential: { username: "svc-scan", privateKey },
      onRefusal: () => {
        refused += 1;
      },
    });
    expect(outcome).toMatchObject(failure("auth", new RegExp(message)));
    expect(refused).toBe(0);
  });

  it("fails where a host wants a new password first", async () => {
    const { outcome } = await scanHost({
      onLogin(context) {
        if (context.method !== "password") return context.reject(["password"]);
        context.requestChange("Your password has expired.", () => {});
      },
    });
    expect(outcome).toMatchObject(failure("auth", /asks for a new password/));
  });

  it("fails where a password is right, but not enough", async () => {
    const { outcome, logins } = await scanHost({
      onLogin: (context) => context.reject(["keyboard-interactive"], context.method === "password"),
      methods: ["password"],
    });
    expect(outcome).toMatchObject({ ok: false, failure: { phase: "auth" } });
    expect(logins).toEqual(["none", "keyboard-interactive"]);
  });

  it("fails where a host hangs up during the login", async () => {
    const { outcome } = await scanHost({
      onConnection: (connection) => void connection.prependListener("authentication", () => connection.end()),
    });
    expect(outcome).toMatchObject(
      failure("auth", /^The connection broke during the login \(closed by the host\)/),
    );
  });

  it("tells where the connection is reset during the login", async () => {
    const hostKeys = [ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 }).private];
    await using host = await startFixtureTcpServer((socket) => {
      const server = new ssh2.Server({ hostKeys }, (connection) => {
        connection.on("error", () => {}).on("authentication", () => void socket.resetAndDestroy());
      });
      server.injectSocket(socket);
    });
    const outcome = await scanned({ port: host.port });
    expect(outcome).toMatchObject(
      failure("auth", /broke during the login \(read ECONNRESET \(ECONNRESET\)\)/),
    );
  });

  it("reserves no memory for the prompts that a host only counts", async () => {
    const before = process.memoryUsage().rss;
    const { outcome } = await scanHost({
      methods: ["keyboard-interactive"],
      onLogin(context) {
        if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
        context.prompt(countedPrompts(30_000_000), () => {});
      },
    });
    expect(outcome).toMatchObject(failure("auth", /broke during the login/));
    // An array of that many takes 240 MB, and seconds in which nothing else runs.
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });
});

/** No prompt, said to be that many: of its reads of the length, ssh2's server writes the third to the wire. */
function countedPrompts(count: number): Prompt[] {
  const lengths = [0, 0, count, 0];
  return new Proxy<Prompt[]>([], {
    get: (prompts, name) => (name === "length" ? lengths.shift() : Reflect.get(prompts, name)),
  });
}
