export { sectionsScript } from "../inventory/script/sections.ts";
export { certificateGate, makeCertificate, type SelfSigned } from "./certificate.ts";
export { curlGate } from "./curl.ts";
export {
  type Answer,
  answerAsCisco,
  answerAsThisMachine,
  answerAsUnix,
  type UnixSample,
} from "./fixture/answers.ts";
export {
  type FixtureSshOptions,
  type FixtureSshServer,
  startFixtureSshServer,
} from "./fixture/ssh-server.ts";
export { type FixtureTcpServer, startFixtureTcpServer } from "./fixture/tcp.ts";
export type { SuiteGate } from "./gate.ts";
export { type Acceptor, type AcceptorOptions, acceptorGate, startAcceptor } from "./negotiate/acceptor.ts";
export { sambaGate } from "./samba/availability.ts";
export { type Samba, type SambaOptions, startSamba } from "./samba/samba.ts";
export { type SshdNeed, sshdGate, sshdUnavailable } from "./sshd/availability.ts";
export { type Sshd, type SshdOptions, startSshd } from "./sshd/sshd.ts";
export { type FixtureWsMan, type FixtureWsManOptions, startFixtureWsMan } from "./wsman/server.ts";
export { xrdpGate } from "./xrdp/availability.ts";
export { startXrdp, type Xrdp } from "./xrdp/xrdp.ts";
