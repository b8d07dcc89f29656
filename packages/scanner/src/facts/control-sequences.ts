const ESCAPE = 0x1b;
const BELL = 0x07;
const STRING_TERMINATOR = 0x9c;
/** Control sequence introducer, after an escape and by itself (ECMA-48, 5.4). */
const CSI = { escaped: "[".charCodeAt(0), single: 0x9b };
/** What begins a string: OSC, DCS, SOS, PM and APC (ECMA-48, 5.6). */
const STRINGS = { escaped: "]PX^_", single: "\u009d\u0090\u0098\u009e\u009f" };

/**
 * A text without the sequences that drive a terminal (ECMA-48). Of one that is not whole, what introduces it goes.
 *
 * Walked by hand, in linear time: no sequence is looked for beyond the beginning of the next.
 */
export function withoutSequences(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    if (!isIntroducer(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    pieces.push(text.slice(from, at));
    at = endOfSequence(text, at);
    from = at;
  }
  return from === 0 ? text : pieces.join("") + text.slice(from);
}

function isIntroducer(code: number): boolean {
  return code === ESCAPE || code === CSI.single || isStringStart(code, STRINGS.single);
}

function isStringStart(code: number, starts: string): boolean {
  return starts.includes(String.fromCharCode(code));
}

/** Where the text goes on after the sequence that begins here. */
function endOfSequence(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === CSI.single) return endOfControl(text, start + 1, 0x40) ?? start + 1;
  if (code !== ESCAPE) return endOfString(text, start + 1) ?? start + 1;
  const next = text.charCodeAt(start + 1);
  if (next === CSI.escaped) return endOfControl(text, start + 2, 0x40) ?? start + 2;
  if (isStringStart(next, STRINGS.escaped)) return endOfString(text, start + 2) ?? start + 2;
  return endOfControl(text, start + 1, 0x30) ?? start + 1;
}

/** Parameters and intermediates, below `final`; then one final character, up to `~`. */
function endOfControl(text: string, from: number, final: number): number | undefined {
  let at = from;
  while (text.charCodeAt(at) >= 0x20 && text.charCodeAt(at) < final) at += 1;
  const last = text.charCodeAt(at);
  return last >= final && last <= 0x7e ? at + 1 : undefined;
}

/** Up to a bell or a string terminator, in either of its forms. */
function endOfString(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BELL || code === STRING_TERMINATOR) return at + 1;
    if (code === ESCAPE && text[at + 1] === "\\") return at + 2;
    if (isIntroducer(code)) return undefined;
  }
  return undefined;
}
