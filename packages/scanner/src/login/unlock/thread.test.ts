import ssh2 from "ssh2";
import { expect, it } from "vitest";
import { openInThread } from "./unlock.ts";

const passphrase = "open sesame";
const { private: privateKey } = ssh2.utils.generateKeyPairSync("ecdsa", {
  bits: 256,
  cipher: "aes256-ctr",
  passphrase,
  rounds: 1,
});

/** The key with another number of rounds: bcrypt's options are a salt, with its length, and that number. */
function withRounds(text: string, rounds: number): string {
  const [, base64 = ""] = /-{5}\n([^-]+)\n-{5}/.exec(text) ?? [];
  const file = Buffer.from(base64, "base64");
  const options = file.indexOf("bcrypt") + "bcrypt".length + 4;
  file.writeUInt32BE(rounds, options + 4 + file.readUInt32BE(options));
  return text.replace(base64, file.toString("base64"));
}

it("opens a key", async () => {
  expect(await openInThread({ privateKey, passphrase })).toHaveProperty("pem");
});

it("tells that a passphrase does not open it", async () => {
  expect(await openInThread({ privateKey, passphrase: "wrong" })).toEqual({ problem: "locked" });
});

it("gives up a key that was made to take for ever", async () => {
  const slow = withRounds(privateKey, 2 ** 31);
  expect(await openInThread({ privateKey: slow, passphrase }, 100)).toEqual({ problem: "unreadable" });
});
