export {
  type FixtureLdap,
  type FixtureLdapCall,
  type FixtureLdapOptions,
  LDAP,
  ldapEntry,
  ldapMessage,
  ldapResult,
  startFixtureLdap,
} from "./ldap-server.ts";
