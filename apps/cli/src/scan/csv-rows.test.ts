import { createReadStream } from "node:fs";
import { expect, test } from "vitest";
import { testFolder } from "../../test/hostscan.ts";
import { readRows } from "./csv-rows.ts";
import { keptCsv } from "./csv-source.ts";

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const rowsOf = (content: string | Buffer) => all(readRows(keptCsv("hosts.csv", Buffer.from(content))));

const latin1 = (text: string) => Buffer.from(text, "latin1");
const HEAD = "DNS Host Name,Operating System,IP Address,Platform,Credential";

test("reads the product's columns", async () => {
  expect(await rowsOf(`${HEAD}\nweb-1.example.com,Debian,10.0.0.7,Linux,lab\n,,::1,,\n`)).toEqual([
    {
      line: 2,
      request: {
        dnsHostName: "web-1.example.com",
        os: "Debian",
        ipAddress: "10.0.0.7",
        platformName: "Linux",
        credentialName: "lab",
      },
    },
    { line: 3, request: { ipAddress: "::1" } },
  ]);
});

test("a byte order mark, CRLF, quotes, empty lines, and other columns' order, case and spaces do no harm", async () => {
  const content = `\ufeffcredential, "Ip  ADDRESS" ,dns_host_name\r\n\r\n"lab ""1"", new",10.0.0.7,web-1\r\n,,\r\n,,web-2`;
  expect(await rowsOf(content)).toEqual([
    { line: 3, request: { credentialName: 'lab "1", new', ipAddress: "10.0.0.7", dnsHostName: "web-1" } },
    { line: 5, request: { dnsHostName: "web-2" } },
  ]);
});

test.each([
  ["an empty file", "", 1, "the file is empty"],
  ["a column there is not", "DNS Host Name,Port\na,1", 1, 'there is no column "Port", only DNS Host Name, '],
  ["a column twice", "IP Address,ip address\n", 1, 'the column "ip address" is there twice'],
  ["no column for a host", "Platform\nLinux", 1, "needs a column DNS Host Name or IP Address"],
  ["a row without a host", `${HEAD}\n,,,Linux,lab`, 2, "needs a DNS Host Name or an IP Address"],
  ["a row too long", `${HEAD}\nweb-1,Debian,,,,,x`, 2, "has 7 cells, and the header has 5"],
  ["a row after one of several lines", `${HEAD}\n"web\n-1",,,,\nw b,,,,\n`, 4, '"w b" is no DNS name'],
  ["a row after one with CRLF in it", `${HEAD}\r\n"web\r\n-1",,,,\r\nw b,,,,\r\n`, 4, '"w b" is no DNS name'],
  [
    "a row of several lines",
    `${HEAD}\n"web\r\n-1",,,,\n`,
    2,
    'DNS Host Name: "web\n-1" goes over several lines',
  ],
  ["a quote that takes a row in", `${HEAD}\na,,,,"lab\nb,,,,"lab"\n`, 2, "is an earlier one left open?"],
  ["a quote that takes a row in for good", `${HEAD}\na,,,,"lab\nb,x,"\n`, 2, "Credential: "],
  ["a quote that stays open", `${HEAD}\na,,,,\n"web-1,,,,\n`, 3, "opened and never closed"],
  ["where it was opened", `${HEAD}\na,,,,\n\nb,,,,"lab\nc,,,,\n\nd,,,,`, 4, "opened and never closed"],
  ["behind a cell of several lines", `${HEAD}\r\n"a\r\n\r\n",,,,"lab\r\nc\r\n`, 4, "opened and never closed"],
  ["with quotes in it", `${HEAD}\na,,,,"lab ""1""\nc,,,,\n`, 2, "opened and never closed"],
  ["in the header", `IP Address,"Credential\n10.0.0.1,lab\n10.0.0.2,lab\n`, 1, "opened and never closed"],
  [
    "a quote with more than a row in it",
    `${HEAD}\na,,,,\nb,,,,"lab\n${"c,,,,\n".repeat(20_000)}`,
    3,
    "left open?",
  ],
  ["a quote behind one within a cell", `${HEAD}\na,w"b,,, "lab\n\n`, 2, "opened and never closed"],
  ["text behind a quote", `${HEAD}\na,,,,"lab" 2\n`, 2, "text behind a closing quote"],
  ["a cell without a title", ",IP Address,,Credential\n,10.0.0.1,web-1,\n", 2, '"web-1" is in column 3'],
  ["columns without titles only", ",,\n", 1, "the file is empty"],
  ["a quote within a cell", `${HEAD}\nwe"b,,,,\n`, 2, "is no DNS name"],
  ["a name in CP1252", latin1(`${HEAD}\nw\u00e9b,,,,\n`), 2, 'DNS Host Name: "w\ufffdb" is no text in UTF-8'],
  [
    "a cell in CP1252",
    latin1(`${HEAD}\na,,,,\nb,,,,K\u00f6ln\n`),
    3,
    'Credential: "K\ufffdln" is no text in UTF-8',
  ],
  ["a title in CP1252", latin1("IP Address,Ger\u00e4t\n10.0.0.1,x"), 1, '"Ger\ufffdt" is no text in UTF-8'],
  ["a text cut in a letter", Buffer.from(`${HEAD}\na,,,,K\u00f6`).subarray(0, -1), 2, "is no text in UTF-8"],
  ["half a pair in UTF-16", Buffer.from(`\ufeff${HEAD}\na,,,,\ud83d`, "utf16le"), 2, "Credential: "],
])("%s is told by its line", async (_, content, line, reason) => {
  expect((await rowsOf(content)).at(-1)).toEqual({ line, reason: expect.stringContaining(reason) });
});

test("a line end may come in pieces, and a file may have none", async () => {
  const inPieces = (...pieces: readonly (string | Buffer)[]) => ({
    name: "hosts.csv",
    async *open() {
      for (const piece of pieces) yield Buffer.from(piece);
    },
  });
  const rows = await all(readRows(inPieces("DNS Host Name\r", "\nweb-1\r", "\r\nweb-2\r", "web-3")));
  expect(rows.map(({ line }) => line)).toEqual([2, 4, 5]);
  expect(await all(readRows(inPieces()))).toEqual([{ line: 1, reason: "the file is empty" }]);
});

test("a file that cannot be read is an error", async () => {
  const path = await testFolder();
  const folder = { name: path, open: () => createReadStream(path) };
  await expect(readRows(folder).next()).rejects.toThrow("EISDIR");
});

const WEB_1 = { request: { dnsHostName: "web-1", ipAddress: "10.0.0.7" } };
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");

test.each<[string, string | Buffer, number]>([
  [
    "rows that lack their last separators",
    "DNS Host Name,IP Address,Platform,Credential\nweb-1,10.0.0.7\n",
    2,
  ],
  ["empty columns at the end", "DNS Host Name,IP Address,,,\nweb-1,10.0.0.7,,,\n", 2],
  ["empty columns at the end of rows", "DNS Host Name,IP Address\nweb-1,10.0.0.7,,, \n", 2],
  ["empty columns at the end of the header", "DNS Host Name,IP Address,, \nweb-1,10.0.0.7\n", 2],
  ["rows of separators", "DNS Host Name,IP Address\n,\n,,,\nweb-1,10.0.0.7\n", 4],
  [
    "quoted cells with blanks at the edge",
    '"DNS Host Name "," IP Address"\n" web-1 ","\u00a010.0.0.7\t"\n',
    2,
  ],
  ["quoted cells with a line end at the edge", 'DNS Host Name,IP Address\r\n"web-1\r\n","\n10.0.0.7"\r\n', 2],
  ["semicolons", "DNS Host Name;IP Address;Platform\r\nweb-1;10.0.0.7\r\n", 2],
  ["semicolons and a byte order mark", "\ufeffDNS Host Name;IP Address\r\nweb-1;10.0.0.7\r\n", 2],
  ["semicolons, and a comma in quotes", '"DNS Host Name";"IP Address"\n"web-1";10.0.0.7\n', 2],
  ["semicolons, and titles of two lines", '"DNS Host\nName";"IP\r\nAddress"\nweb-1;10.0.0.7\n', 4],
  ["empty columns before and between", ",DNS Host Name,,IP Address\n,web-1,,10.0.0.7\n", 2],
  ["empty rows before the header", ';;\n"";"";\nDNS Host Name;IP Address;\nweb-1;10.0.0.7;\n', 4],
  ["a hint in quotes", '"sep=;"\nDNS Host Name;IP Address\nweb-1;10.0.0.7\n', 3],
  ["a hint to commas", "sep=,\nDNS Host Name,IP Address\nweb-1,10.0.0.7\n", 3],
  ["a hint to tabs", "SEP=\t\nDNS Host Name\tIP Address\nweb-1\t10.0.0.7\n", 3],
  ["a hint to bars", "sep=|\nDNS Host Name|IP Address\nweb-1|10.0.0.7\n", 3],
  ["a hint that a spreadsheet has kept", "sep=;,,\nDNS Host Name,IP Address\nweb-1,10.0.0.7\n", 3],
  ["a hint behind a blank line", "\n\nsep=;\nDNS Host Name;IP Address\nweb-1;10.0.0.7\n", 5],
  ["a hint to no separator", "sep=\nDNS Host Name;IP Address\nweb-1;10.0.0.7\n", 3],
  ["PowerShell's types", '#TYPE Selected.Host\r\n"DNS Host Name","IP Address"\r\n"web-1","10.0.0.7"\r\n', 3],
  ["types in quotes, under semicolons", '"#TYPE A;B";\nDNS Host Name;IP Address\nweb-1;10.0.0.7\n', 3],
  ["comments", "# all of them,\n# of today\n\nDNS Host Name,IP Address\nweb-1,10.0.0.7\n", 5],
  ["a hint to the separator", "sep=;\r\nDNS Host Name;IP Address\r\nweb-1;10.0.0.7\r\n", 3],
  ["tabs", "DNS Host Name\tIP Address\r\nweb-1\t10.0.0.7\r\n", 2],
  ["lone returns as line ends", "DNS Host Name,IP Address\rweb-1,10.0.0.7\r", 2],
  ["UTF-16, as Excel's Unicode text has it", utf16("DNS Host Name\tIP Address\r\nweb-1\t10.0.0.7\r\n"), 2],
  ["UTF-16 of the other byte order", utf16("DNS Host Name,IP Address\nweb-1,10.0.0.7\n").swap16(), 2],
  ["UTF-16 without a mark", Buffer.from("DNS Host Name,IP Address\nweb-1,10.0.0.7\n", "utf16le"), 2],
])("%s do no harm", async (_, content, line) => {
  expect(await rowsOf(content)).toEqual([{ line, ...WEB_1 }]);
});

test("rows that another system has added are rows, whatever their lines end with", async () => {
  const rows = await rowsOf("DNS Host Name,Credential\r\nweb-1,lab\nweb-2\nweb-3\r\nweb-4\rweb-5");
  expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
});

test("what a file holds is repeated by its beginning", async () => {
  const long = "w".repeat(50_000);
  for (const content of [
    `${HEAD},${long}\n`,
    `${HEAD}\n${long} x,,,,\n`,
    `IP Address\n${long}\n`,
    `${HEAD}\n,,,,"${long}\nx"\n`,
  ]) {
    const [row] = await rowsOf(content);
    expect(row).toMatchObject({ reason: expect.stringContaining("wwww…") });
    expect(JSON.stringify(row).length).toBeLessThan(300);
  }
  expect(await rowsOf(`${HEAD}\n${"w".repeat(1_000_000)},,,,\n`)).toEqual([
    { line: 2, reason: "is longer than 65536 bytes: is a quote left open?" },
  ]);
});

test.each<[string, Buffer, string]>([
  ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x49, 0, 0, 0]), "UTF-32"],
  ["UTF-32 of the other byte order", Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x49]), "UTF-32"],
  ["UTF-32 without a mark", Buffer.from([0x49, 0, 0, 0, 0x50, 0, 0, 0]), "UTF-32"],
  ["UTF-32 of the other byte order without a mark", Buffer.from([0, 0, 0, 0x49, 0, 0, 0, 0x50]), "UTF-32"],
  ["a workbook", Buffer.from("PK\u0003\u0004\u0014\0", "latin1"), "a workbook"],
  ["an old workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), "a workbook"],
  ["a compressed file", Buffer.from([0x1f, 0x8b, 8, 0]), "compressed"],
])("%s is refused by its name", async (_, content, name) => {
  await expect(rowsOf(content)).rejects.toMatchObject({
    exit: "BadInput",
    message: expect.stringMatching(`^hosts.csv is .*${name}`),
  });
});
