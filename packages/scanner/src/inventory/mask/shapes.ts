import { MASK } from "./names.ts";

/**
 * What a secret looks like whatever it is called; each begins where nothing of its kind goes before. Of a group, the
 * first is kept.
 */
const SHAPES: readonly RegExp[] = [
  /(?<![\w-])(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|sk_live_|rk_live_|npm_|pypi-|dop_v1_|hf_|AIza|hvs\.|shpat_)[\w-]{12,400}/g,
  /(?<![\w-])(?:AKIA|ASIA)[0-9A-Z]{16}(?![\w-])/g,
  /(?<![\w.-])eyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*)?/g,
  /(?<![\w$./])\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|sha1|argon2[a-z]{1,2})\$[\w./$=,+-]{8,400}/g,
  /(?<=hooks\.slack\.com\/|discord(?:app)?\.com\/api\/webhooks\/|office\.com\/webhookb?2?\/|hc-ping\.com\/)[^\s"'`]{1,400}/g,
  /(?<=\/bot)\d{6,12}:[\w-]{20,80}/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*/g,
  // SQL: of a user or a role.
  /(\bidentified (?:with \S{1,64} )?(?:by|as) (?:password )?)(?:\\?"[^"]{1,400}|'[^']{1,400}|[^\s"';]{1,400})/gi,
  // XML.
  /(<[^<>\s]{0,40}(?:pass|pwd|secret|token)[^<>]{0,80}>)[^<]{1,400}/gi,
  // PowerShell.
  /(?:\\?"[^"]{1,400}"|'[^']{1,400}')(?=\.tochararray\(|\)?\s{0,4}\|\s{0,4}convertto-securestring)/gi,
  /(-name ["']?[\w-]{0,40}(?:password|pwd|secret|token)["']?(?: -\w{1,20} \w{1,20}){0,2} -value )(?:"[^"]{1,400}"|'[^']{1,400}'|[^\s"']{1,400})/gi,
  /(\bconvertto-securestring (?:-[a-z]{1,20}[ :]){0,4})(?:\\{0,3}"[^"]{1,400}|'[^']{1,400}|[^\s"')-][^\s"')]{0,400})/gi,
  /(\b(?:network|ps)credential(?:\]::new)?["']?[ (](?:-argumentlist )?\(?\\{0,3}["'][^"',()]{0,128}["'],\s{0,4})\\{0,3}["'][^"']{1,400}["']/gi,
  // A script, as PowerShell takes it: UTF-16 in base64, whose ASCII shows. Else its option has to say so.
  /"?(?<![\w+/])(?:[\w+/][AQgw][AB][\w+/]A[\w+/]{2}A){2}[\w+/]{0,8000}={0,2}"?/g,
  /(\s[-/]e(?:c|nc[a-z]{0,11})[ :])["']?[\w+/]{8,8000}={0,2}["']?/gi,
  /(\bsetapikey )[^\s"']{1,400}/gi,
  // A property of a package of SQL Server.
  /([-/]set[; ]"?\\[^\s;]{1,200};)[^\s"']{1,200}/gi,
  /(\bopen [^\s:@/"']{1,64}:)[^\s@"']{1,200}(?=@)/g,
  // Oracle's and CVS's addresses, Teradata's login, what is between two at signs of Percona's.
  /(:thin:[^\s/@"']{1,64}\/)[^\s@"']{1,200}/g,
  /(:(?:pserver|ext):[^\s:@]{1,64}:)[^\s@]{1,200}/g,
  /(\.logon \S{1,100}?,)[^\s"']{1,200}/g,
  /(\b[DSFhtu]=[^\s,"']{1,64},p=)[^\s,"']{1,200}/g,
  /(\bsecret,[^\s"']{0,80}\bdata=)[^\s,"']{1,200}/g,
  /(\buser(?:name)?=[^\s,%"']{1,64}%)[^\s,"']{1,200}/g,
  // A login whose name says so; `uid:gid` and `name:name` are none.
  /((?:^|[\s,"'])-{0,2}[\w-]{0,32}(?:user|userpass|login|auth|creds?)[ =]["']?(?!\d+:\d)(?!([\w-]{1,32}):\2(?![\w-]))[^\s:=,"'/-][^\s:=,"'/]{0,127}:)[^\s"'/:][^\s"']{0,400}/g,
];

/** Calls of programs that log in: the last of their arguments. */
const CALLS =
  /\b(?:networkcredential|pscredential|login|auth|authenticate|connect|pdo|mysqli|mysqli_connect|pg_connect)\(([^()]{1,400})\)/gi;
/** What expect(1) types. */
const SENT = /(\bsend (?:-- )?\\{0,3}["'])(?:[^"'\\]|\\(?!["'])){1,400}/g;
const EXPECTS = /\bspawn\b|\bexpect\b/;

/** Masks what has the form of a secret. */
export function maskShapes(text: string): string {
  const shaped = SHAPES.reduce(
    (masked, pattern) =>
      masked.replace(pattern, (_, kept: unknown) => (typeof kept === "string" ? kept + MASK : MASK)),
    text,
  ).replace(CALLS, maskLastArgument);
  return EXPECTS.test(shaped) ? shaped.replace(SENT, `$1${MASK}`) : shaped;
}

function maskLastArgument(call: string): string {
  const comma = call.lastIndexOf(",");
  const quote = /^\s{0,8}\\?["']/.exec(call.slice(comma + 1))?.[0];
  if (comma === -1 || quote === undefined) return call;
  return `${call.slice(0, comma + 1)}${quote}${MASK}${quote.trim()})`;
}
