const ENVELOPE = `xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope"`;
const IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
const SYSTEM = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/Win32_OperatingSystem";

/** An envelope with this body. */
export const envelope = (body: string) =>
  `<s:Envelope ${ENVELOPE}><s:Header/><s:Body>${body}</s:Body></s:Envelope>`;

/** The answer to Identify, as MS-WSMV shows it. */
export const identifyResponse = (version: string, vendor = "Microsoft Corporation") =>
  envelope(
    `<wsmid:IdentifyResponse xmlns:wsmid="${IDENTITY}">` +
      "<wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion>" +
      `<wsmid:ProductVendor>${vendor}</wsmid:ProductVendor><wsmid:ProductVersion>${version}</wsmid:ProductVersion>` +
      "</wsmid:IdentifyResponse>",
  );

/** The answer to a Get of Win32_OperatingSystem with these properties, among others that Windows has. */
export const operatingSystem = (properties: Readonly<Record<string, string>>) =>
  envelope(
    `<p:Win32_OperatingSystem xmlns:p="${SYSTEM}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
      'xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common" xsi:type="p:Win32_OperatingSystem_Type">' +
      '<p:CountryCode>1</p:CountryCode><p:CSDVersion xsi:nil="true"/>' +
      "<p:InstallDate><cim:Datetime>2023-05-04T10:11:12Z</cim:Datetime></p:InstallDate>" +
      Object.entries(properties)
        .map(([name, value]) => `<p:${name}>${value}</p:${name}>`)
        .join("") +
      "</p:Win32_OperatingSystem>",
  );

const ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
const WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";

/**
 * A part of what a query finds: all of it, or with a context what to go on by. What was asked for by its properties is a
 * fragment of XML (MS-WSMV, 2.2.4.45).
 *
 * @param kind what was asked: items of the first answer are WS-Man's, of a later one the enumeration's
 */
export const page = (
  kind: "Enumerate" | "Pull",
  items: readonly Readonly<Record<string, string>>[],
  context?: string,
) => {
  const [container, end] = kind === "Pull" ? ["n:Items", "n:EndOfSequence"] : ["w:Items", "w:EndOfSequence"];
  const fragments = items.map((item) => {
    const properties = Object.entries(item).map(([name, value]) => `<p:${name}>${value}</p:${name}>`);
    return `<w:XmlFragment xmlns:p="${SYSTEM}">${properties.join("")}</w:XmlFragment>`;
  });
  return envelope(
    `<n:${kind}Response xmlns:n="${ENUMERATION}" xmlns:w="${WSMAN}">` +
      `<n:EnumerationContext>${context ?? ""}</n:EnumerationContext>` +
      `<${container}>${fragments.join("")}</${container}>${context === undefined ? `<${end}/>` : ""}</n:${kind}Response>`,
  );
};

const FAULT = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";

/**
 * A fault, as DSP0226 has them.
 *
 * @param codes of Windows: WinRM's own number for it, and those of what it asked in turn
 */
export const fault = (subcode: string, ...codes: readonly number[]) => {
  const detail = codes.reduceRight(
    (within, code, index) =>
      `<f:WSManFault xmlns:f="${FAULT}" Code="${code}" Machine="win.corp.example"><f:Message>` +
      (index === codes.length - 1
        ? "Access is denied. "
        : `<f:ProviderFault provider="WMI Provider" path="%systemroot%\\system32\\WsmWmiPl.dll">${within}</f:ProviderFault>`) +
      "</f:Message></f:WSManFault>",
    "",
  );
  return envelope(
    `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>${subcode}</s:Value></s:Subcode></s:Code>` +
      '<s:Reason><s:Text xml:lang="en-US">Access is denied.</s:Text></s:Reason>' +
      `${codes.length === 0 ? "" : `<s:Detail>${detail}</s:Detail>`}</s:Fault>`,
  );
};

/** What a fixture host is. */
export const SERVER_2022 = {
  BuildNumber: "20348",
  CSName: "WIN-FIXTURE",
  Caption: "Microsoft Windows Server 2022 Standard",
  Version: "10.0.20348",
} as const;

/** What a fixture host is in its network. */
export const MEMBER_SERVER = { Domain: "corp.example", DomainRole: "3" } as const;
