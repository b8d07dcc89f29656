import { describe, expect, it } from "vitest";
import { failed } from "../failure.ts";
import { readReply } from "./negotiate.ts";

const CONFIRM = "030000130ed000001234000201080001000000";
const reply = (hex: string) => readReply(Buffer.from(hex, "hex"));

describe("readReply", () => {
  it("takes a host that agrees to TLS", () => {
    expect(reply(CONFIRM)).toEqual({ ok: true, value: undefined });
  });

  it("waits until the reply is whole", () => {
    for (let length = 0; length < CONFIRM.length; length += 2)
      expect(reply(CONFIRM.slice(0, length))).toBeUndefined();
  });

  it.each([
    ["one that refuses TLS", "030000130ed00000123400030008000200000000".slice(0, 38), "refuses TLS (code 2)"],
    ["one that knows no negotiation", "0300000b06d00000123400", "does not speak TLS"],
    ["one that chooses its own encryption", CONFIRM.replace(/01000000$/, "00000000"), "does not speak TLS"],
    ["one that answers something else", CONFIRM.replace("d0", "f0"), "not as Remote Desktop"],
    ["one that says more than was asked", `${CONFIRM}16`, "not as Remote Desktop"],
    [
      "one that speaks HTTP",
      Buffer.from("HTTP/1.1 400 Bad Request").toString("hex"),
      "not as Remote Desktop",
    ],
    ["one whose length is too short", "03000004", "not as Remote Desktop"],
    ["one whose length is too long", "0300ffff", "not as Remote Desktop"],
  ])("refuses %s", (_, hex, message) => {
    expect(reply(hex)).toEqual(failed("tls", expect.stringContaining(message)));
  });
});
