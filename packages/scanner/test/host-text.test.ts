import { describe, expect, it } from "vitest";
import { ciscoProbe } from "../src/facts/cisco.ts";
import { hostFacts } from "../src/facts/facts.ts";
import { parseOsRelease } from "../src/facts/os-release.ts";
import { cleanText, linesOf, MAX_FACT_LENGTH } from "../src/facts/text.ts";
import { unixProbe } from "../src/facts/unix.ts";
import { MARKER } from "../src/facts/unix-script.ts";
import { readReply } from "../src/rdp/negotiate.ts";
import { observeHostKey } from "../src/trust/host-key.ts";
import { readIdentity, readOperatingSystem } from "../src/wsman/answers.ts";
import { child, readBody } from "../src/wsman/envelope.ts";
import { readFault } from "../src/wsman/faults.ts";
import { offeredSchemes } from "../src/wsman/schemes.ts";
import { cost, LEAST_COST } from "./cost.ts";

const SMALL = 4 * 1024;
const LARGE = 64 * 1024;
/** Four times what is linear; a quadratic reader takes 256 times as long. */
const MOST_GROWTH = (4 * LARGE) / SMALL;

const probe = (text: string) => {
  const lines = linesOf(Buffer.from(text, "latin1"));
  for (const { parse } of [unixProbe, ciscoProbe]) {
    const facts = parse(lines);
    if (facts !== undefined) hostFacts(facts, "host", "192.0.2.1");
  }
};
const inSections = (text: string) =>
  ["hostname", "uname", "os-release", "sw_vers", "oslevel", "release", "end"]
    .map((section) => `${MARKER}${section}\n${text}\n`)
    .join("");
const soap = (text: string) =>
  `<s:Envelope><s:Body><i:IdentifyResponse><i:ProductVendor>Microsoft${text}</i:ProductVendor>` +
  `<i:ProductVersion>OS: ${text}</i:ProductVersion></i:IdentifyResponse></s:Body></s:Envelope>`;
const readEnvelope = (text: string) => {
  const body = readBody(text);
  readIdentity(body);
  readOperatingSystem(body);
  readFault({ status: 500, body: Buffer.from(text) });
  child(body, "Fault");
};

/** Everything that makes sense of what a host has sent. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  lines: (text) => linesOf(Buffer.from(text, "latin1")),
  "text that is shown": (text) => cleanText(text),
  "an answer to the first command": probe,
  "each part of an answer": (text) => probe(inSections(text)),
  "what each part begins with": (text) => probe(inSections(`PRETTY_NAME="${text}`)),
  "a line of a router": (text) => probe(`Cisco IOS Software, Version ${text}\n`),
  "a router's first word": (text) => probe(`${text} uptime is 1 day\nCisco IOS Software, Version\n`),
  "os-release": (text) => parseOsRelease([text, `NAME=${text}`, `NAME='${text}`, `NAME="${text}"`]),
  "ways to log in": (text) => offeredSchemes([text, `Basic${text}`, `,${text}`]),
  "an envelope": readEnvelope,
  "an envelope's text": (text) => readEnvelope(soap(text)),
  "an envelope's first tag": (text) => readEnvelope(`<s:Envelope ${text}><s:Body/></s:Envelope>`),
  "an envelope's sections": (text) => readEnvelope(soap(`<!--${text}--><![CDATA[${text}]]>`)),
  "an envelope that does not end": (text) => readEnvelope(`<s:Envelope><s:Body><a>${text}`),
  "a reply of Remote Desktop": (text) => readReply(Buffer.from(text, "latin1")),
  "a host key": (text) => observeHostKey(Buffer.from(`\0\0\0\u0007${text}`, "latin1")),
};

const BYTES = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
const REPEATS = [
  " \n",
  "\r\n",
  "\r \t",
  "\r\r\n",
  "\n\r",
  "\t ",
  " a",
  "a ",
  "\u001b[",
  "\u001b]",
  "\u001b[0",
  "\u001b[0;",
  "\u001b]0;",
  "\u001b]0;\u0007",
  "\u001b\\",
  "\u009b0",
  "\u009d;",
  "\u001bP",
  ";=",
  "A=",
  'A="',
  "'\"",
  '\\"',
  "1.",
  "1.1 ",
  ".1",
  "IOS ",
  "Version ",
  "version ",
  "NXOS: ",
  "Basic ",
  "Basic,",
  ", ",
  ",Basic",
  "<",
  "<a",
  "<a>",
  "<a/>",
  "</a>",
  "<a></a>",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "<?",
  "?>",
  "<!",
  "&a",
  "&amp;",
  "&#x",
  "a='",
  'a="',
  "a:",
  "<a b",
  `${MARKER}`,
  `\n${MARKER}`,
  `${MARKER}end\n`,
  "SSH-",
  "\ud83d\ude00",
  "\u00e9",
  "\u0301a",
];

/** Whether sixteen times the text costs far more than sixteen times as much, each time that it is tried. */
function grows(read: (text: string) => unknown, seed: string): boolean {
  const of = (length: number) => seed.repeat(Math.ceil(length / seed.length));
  const [small, large] = [of(SMALL), of(LARGE)];
  return [1, 2, 3].every(() => {
    const most =
      MOST_GROWTH *
      Math.max(
        cost(() => read(small)),
        LEAST_COST,
      );
    return cost(() => read(large)) > most;
  });
}

describe("text of a host", () => {
  it.each(Object.entries(READERS))("is read in linear time, whatever it repeats: %s", (_, read) => {
    const slow = [...BYTES, ...REPEATS].filter((seed) => grows(read, seed));
    expect(slow).toEqual([]);
  });

  it("is cut before anything is made of it", () => {
    const line = `${"a".repeat(LARGE)}b\n`;
    expect(linesOf(Buffer.from(`one\n${line}`))).toEqual(["one"]);
    expect(linesOf(Buffer.from("a".repeat(LARGE / 2).concat("\n")))[0]).toHaveLength(4 * 1024);
    expect(cleanText(`${" ".repeat(LARGE)}late`)).toBe("");
    expect(cleanText("a".repeat(LARGE))).toHaveLength(MAX_FACT_LENGTH);
  });
});
