import { describe, expect, it } from "vitest";
import { envelope } from "../../testing/wsman/answers.ts";
import { child, type Element, readBody } from "../../wsman/envelope.ts";
import { flag, momentOf, secondsOf, told } from "./values.ts";

const instance = (xml: string): Element => child(readBody(envelope(`<x><y>1</y>${xml}</x>`)), "x") ?? {};

describe("values of CIM", () => {
  it.each([
    ["<At><cim:Datetime>2014-04-03T14:45:50.46875+08:00</cim:Datetime></At>", "2014-04-03T06:45:50.468Z"],
    ["<At><cim:Datetime>2023-05-04T10:11:12Z</cim:Datetime></At>", "2023-05-04T10:11:12Z"],
    ["<At><cim:Datetime>2023-05-04T10:11:12</cim:Datetime></At>", "2023-05-04T10:11:12Z"],
    ["<At>20221106123456.000000+060</At>", "2022-11-06T11:34:56Z"],
    ["<At>20221106123456.000000-300</At>", "2022-11-06T17:34:56Z"],
    ["<At>**************.******+***</At>", undefined],
    ["<At><cim:Datetime>2023-13-44T99:11:12Z</cim:Datetime></At>", undefined],
    ["<At><cim:Datetime>1601-01-01T00:00:00Z</cim:Datetime></At>", undefined],
    ['<At xsi:nil="true"/>', undefined],
    ["<At><cim:Datetime/></At>", undefined],
    ["", undefined],
  ])("are moments: %s", (xml, moment) => {
    expect(momentOf(instance(xml), "At")).toBe(moment);
  });

  it.each([
    ["<For><cim:Interval>P0DT0H1M40S</cim:Interval></For>", 100],
    ["<For><cim:Interval>P1DT2H3M4.5S</cim:Interval></For>", 93_784],
    ["<For><cim:Interval>P10D</cim:Interval></For>", 864_000],
    ["<For>00000001020304.000000:000</For>", 93_784],
    ["<For>00000001020304.000000+000</For>", undefined],
    ["<For>ten days</For>", undefined],
    ["", undefined],
  ])("are intervals: %s", (xml, seconds) => {
    expect(secondsOf(instance(xml), "For")).toBe(seconds);
  });

  it.each([
    ["<Is>true</Is>", true],
    ["<Is>FALSE</Is>", false],
    ["<Is>1</Is>", undefined],
    ["<Is/>", undefined],
    ["", undefined],
  ])("are true or false: %s", (xml, is) => {
    expect(flag(instance(xml), "Is")).toBe(is);
  });

  it.each([
    ["<A> one\n\ttwo\u202e </A>", "one two"],
    ['<A xsi:type="cim:cimString">x &amp; y</A>', "x & y"],
    ["<A>first</A><A>second</A>", "first"],
    ['<A xsi:nil="true"/>', undefined],
    ["<A><B>x</B></A>", undefined],
  ])("are texts: %s", (xml, text) => {
    expect(told(instance(xml), "A")).toBe(text);
  });
});
