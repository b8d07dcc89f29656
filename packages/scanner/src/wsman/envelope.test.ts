import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { child, readBody, textOf } from "./envelope.ts";

const read = (body: string) => readBody(`<s:Envelope><s:Header/><s:Body>${body}</s:Body></s:Envelope>`);

describe("readBody", () => {
  it("reads elements by their names without prefix", () => {
    const body = read(
      '<?xml version="1.0"?><p:A xmlns:p="urn:x" p:type="T"><q:B> 10.0 </q:B><q:B>two</q:B></p:A>',
    );
    expect(textOf(child(body, "A"), "B")).toBe("10.0");
  });

  it.each([
    ["a document type", `<!DOCTYPE s:Envelope><s:Envelope><s:Body><a>x</a></s:Body></s:Envelope>`],
    ["a section that does not end", "<s:Envelope><s:Body><a>x</a></s:Body></s:Envelope><![CDATA["],
    ["a comment that does not end", "<s:Envelope><s:Body><a>x</a></s:Body></s:Envelope><!--"],
    ["one that is cut off", "<s:Envelope><s:Body><a>x</"],
    [
      "more than it should nest",
      `<s:Envelope><s:Body>${"<a>".repeat(40)}x${"</a>".repeat(40)}</s:Body></s:Envelope>`,
    ],
    ["another document", "<html><body><a>x</a></body></html>"],
    ["nothing", ""],
  ])("reads not %s", (_, text) => {
    expect(textOf(readBody(text), "a")).toBeUndefined();
  });

  it("expands no entity", () => {
    expect(textOf(read("<a>&x;&nbsp;</a>"), "a")).toBe("&x;&nbsp;");
  });

  it.each([
    ["R&amp;D", "R&D"],
    ["&lt;b&gt; &quot;c&quot; &apos;d&apos;", "<b> \"c\" 'd'"],
    ["Windows&#174; &#xAE;&#x1F600;", "Windows\u00ae \u00ae\u{1f600}"],
    ["&amp;lt;&amp;#65;&amp;amp;", "&lt;&#65;&amp;"],
    ["&#0;&#xD800;&#x110000;&#9999999;", "\ufffd\ufffd\ufffd\ufffd"],
    ["&#x;&#;&amp &LT;", "&#x;&#;&amp &LT;"],
    ["<![CDATA[R&amp;D <b>]]>", "R&amp;D <b>"],
    ["<![CDATA[&lt;]]><![CDATA[&gt;]]>", "&lt;&gt;"],
    ["R&amp;D <![CDATA[&amp;]]>", "R&D &amp;"],
    ["one<![CDATA[ two ]]>three<![CDATA[]]><![CDATA[]] four]]>", "one two three]] four"],
    ["<![CDATA[one]]> &amp; two", "one & two"],
    ["<![CDATA[<!-- no comment --><!DOCTYPE x>]]>", "<!-- no comment --><!DOCTYPE x>"],
    ["one<!-- <b> & <![CDATA[ -->two", "onetwo"],
    ["<![CDATA[&#65;&lt;]]>&#65;", "&#65;&lt;A"],
    ["&#0000065;&#x0000000041;&#x00;", "AA\ufffd"],
    ["&#8;&#x1F;&#11;&#xFFFE;&#65535;&#99999999999999999999;&#xFFFFFFFFFFFF;", "\ufffd".repeat(7)],
    ["a&#9;b&#10;c&#xD;d&#xFFFD;&#x10FFFF;", "a\tb\nc\rd\ufffd\u{10ffff}"],
  ])("reads references in text, each once: %s", (text, read_) => {
    expect(textOf(read(`<a>${text}</a>`), "a")).toBe(read_);
  });

  it("takes no member of objects for an element", () => {
    const body = read("<a>x</a>");
    expect([textOf(body, "constructor"), child(body, "__proto__")]).toEqual([undefined, undefined]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    read("<__proto__><polluted>x</polluted></__proto__><constructor><prototype/></constructor>");
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("never throws, whatever it is given", () => {
    const tag = fc.constantFrom(
      "<a>",
      "</a>",
      "<a/>",
      "<![CDATA[",
      "]]>",
      "<!--",
      "-->",
      "<?x",
      "?>",
      '<a b="',
      "&",
      "x",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(tag, fc.string({ unit: "binary" })), { maxLength: 30 }), (parts) => {
        expect(() => textOf(read(parts.join("")), "a")).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });
});
