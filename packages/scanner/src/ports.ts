import type { ScanTarget, WindowsPorts } from "./types.ts";

/** Where Windows listens unless it was told otherwise (IANA: wsmans, wsman, ms-wbt-server). */
const WINDOWS_PORTS: WindowsPorts = { winrmTls: 5986, winrm: 5985, rdp: 3389 };

/** Where a target that may be a Windows listens. */
export const windowsPorts = (target: ScanTarget): WindowsPorts => target.ports ?? WINDOWS_PORTS;
