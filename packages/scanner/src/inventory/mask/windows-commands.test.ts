import { describe, expect, it } from "vitest";
import { maskSecrets } from "./mask.ts";

const SECRET = "c4n4ry-S3cret";

/** Commands of services and tasks, as administrators of Windows write them; `@@` is the secret. */
const TELLING = String.raw`
"C:\Program Files\PuTTY\plink.exe" -ssh bob@h -pw @@
pscp -pw "@@ xx1" a b
winscp.com /command "open sftp://bob:@@@h/" "exit"
winscp.com /ini=nul /password=@@ sftp://h
powershell.exe -Command "$p = ConvertTo-SecureString '@@' -AsPlainText -Force; New-Object PSCredential('a',$p)"
powershell -File C:\x.ps1 -Password @@ -User bob
powershell -File C:\x.ps1 -ApiKey @@
cmd.exe /c "net use Z: \\srv\share @@ /user:CORP\bob"
cmd /c net use \\srv\share /user:CORP\bob @@
net user bob @@ /add
cmdkey /add:srv /user:bob /pass:@@
cmdkey /generic:srv /user:bob /pass @@
sqlcmd -S srv -U sa -P @@ -i x.sql
sqlcmd.exe -S srv -U sa -P@@
osql -Usa -P@@
osql.exe -E -Q "alter login sa with password='@@'"
bcp db.dbo.t out x -S srv -U sa -P @@
schtasks /create /ru bob /rp @@ /tn x
schtasks.exe /Run /S srv /U bob /P @@ /TN x
sc.exe config svc obj= .\bob password= @@
sc config svc obj= .\bob password="@@"
psexec \\srv -u bob -p @@ cmd
"C:\tools\PsExec64.exe" -accepteula \\srv -u bob -p @@ cmd
wmic /node:srv /user:"bob" /password:"@@" os get
winrs -r:srv -u:bob -p:@@ dir
winrs /r:srv /u:bob /p:@@ dir
winrm get x -username:bob -password:@@
msiexec /i x.msi /qn DBPASSWORD=@@
dtexec /f x.dtsx /set \package.variables[Pwd];@@
dtexec /f x.dtsx /de @@
"C:\Program Files\x\x.exe" /connstr:"Server=s;User Id=sa;Password=@@;"
x.exe "Server=s;Uid=sa;Pwd=@@"
appcmd set apppool /apppool.name:x /processModel.userName:bob /processModel.password:@@
certutil -f -p @@ -importpfx x.pfx
signtool sign /f x.pfx /p @@ x.exe
netdom join pc /domain:corp /userd:bob /passwordd:@@
netdom join pc /domain:corp /ud:bob /pd:@@
dsadd user cn=x -pwd @@
ldifde -i -f x -b bob corp @@
csvde -f x.csv -b bob corp @@
msdeploy -verb:sync -dest:auto,computerName=srv,userName=bob,password=@@
azcopy /Source:x /SourceKey:@@
bitsadmin /setcredentials job server basic bob @@
setx MY_TOKEN @@
"C:\Program Files\7-Zip\7z.exe" a -p@@ x.7z
manage-bde -unlock C: -rp @@
rasdial vpn bob @@
vmrun -h x -u bob -p @@ list
autologon bob CORP @@
wbadmin start backup -backupTarget:\\s\x -user:bob -password:@@
nssm.exe set svc ObjectName .\bob @@
nssm set svc AppParameters --token @@
blat -to a -u bob -pw @@
reg add HKLM\x /v DefaultPassword /d @@
nircmd runas bob @@ cmd
choco install x --params "/Password:@@"
install.exe /s /v"/qn PASSWORD=@@"
x.exe /pwd:@@ /pw:@@ /pass=@@
x.exe -pwd:@@
x.exe /p @@ /u bob
x.exe /user:bob /p:@@
x.exe /user=bob /p=@@
x.exe -u=bob -p=@@
powershell -c "'@@' | ConvertTo-SecureString -AsPlainText -Force"
powershell -c "[pscredential]::new('u',(\"@@\"|ConvertTo-SecureString -AsPlainText -Force))"
powershell -c "ConvertTo-SecureString -String:'@@' -AsPlainText -Force"
powershell -c "New-LocalUser x -Password (ConvertTo-SecureString \"@@\" -AsPlainText -Force)"
powershell -c "New-Object Net.NetworkCredential('u','@@','dom')"
powershell -c "[Net.NetworkCredential]::new('u', \"@@\", 'dom')"
powershell -c "$x.Credentials = New-Object Net.NetworkCredential 'u','@@'"
powershell -c "New-Object PSCredential -ArgumentList 'u', '@@'"
net use Z: "\\srv\share\" @@ /user:bob
net1 user bob @@ /add
cmd /c echo @@| runas /user:bob cmd
sqlcmd /S srv /U sa /P @@
osql /Usa /P@@
sqlcmd -S srv -i C:\x\ -P @@
sqlcmd -S srv -i "%TEMP%\" -P @@
7z a D:\ -p@@
7z a \\srv\x\ -p@@
psexec \\srv -w "C:\x\" -u bob -p @@ cmd
adfind -h srv -u bob -up @@
vaultcmd /addcreds:x /identity:bob /authenticator:@@
logman create counter x -u bob @@
logman update x -u "CORP\bob" "@@"
nuget push x.nupkg @@ -Source y
nuget setApiKey @@
winscp /command "open sftp://bob@h -password=""@@ 1""" exit
vmrun -T ws -gu bob -gp @@ x
vmrun -vp @@ start x
veracrypt /v x /l z /p "@@" /q /s
truecrypt /v x /p @@ /q
dsmc inc -pas=@@
cmd /c "echo @@ | net use z: \\s\x /user:bob"
x.exe /login:bob /p:@@
x.exe --login bob -p @@
tf get /login:bob,@@
dtexec /SER h /SQL x /U bob /P @@
mongodump /u bob /p @@
mongodump -u bob -p@@
signtool sign /f x.pfx /p:@@
pvk2pfx -pvk x -pi @@
winrar a -p@@ x D:\data\
wzzip -s"@@" x.zip D:\
aescrypt -e -p @@ x
racadm.exe -r h -uroot -p@@
sanur bob @@
pspasswd \\h bob @@
snmputil get h @@ x
netsh advfirewall monitor x auth1=computerpsk auth1psk="@@"
powershell -c "$s = New-Object SecureString; '@@'.ToCharArray() | x"
powershell -c "Set-ItemProperty -Path HKLM:\x -Name DefaultPassword -Value '@@'"
powershell -c "New-ItemProperty HKLM:\x -Name DefaultPassword -PropertyType String -Value @@"
WinSCP.com /ini=nul /command "open bob:@@@h"`
  .trim()
  .split("\n");

const TELLING_NOTHING = String.raw`
C:\Windows\System32\svchost.exe -k netsvcs -p
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "C:\x\run it.ps1" -Server srv
powershell.exe -ep bypass -File C:\x\EncodeEverythingThatIsThere.ps1 -e EncodeEverythingThatIsThere
logman start x -ets
nuget restore C:\x\x.sln
robocopy "C:\a\" D:\b\ /e /w:5
C:\Windows\system32\svchost.exe -k LocalServiceNetworkRestricted -p -s EventLog
"C:\Program Files (x86)\Microsoft\EdgeUpdate\MicrosoftEdgeUpdate.exe" /svc
"C:\Program Files\Windows Defender\MsMpEng.exe"
C:\Windows\Microsoft.NET\Framework64\v4.0.30319\SMSvcHost.exe
%windir%\system32\defrag.exe -c -h -k -g -$
%windir%\system32\cleanmgr.exe /autocleanstoragesense /d C:
xcopy /u /p C:\a D:\b
x.exe /u bob /p 8080 /w \\srv\share
x.exe /u bob /p:8080
schtasks /create /tn x /tr "C:\x.exe /a" /ru SYSTEM
net use Z: \\srv\share /persistent:yes
"C:\Program Files\Backup\agent.exe" --server nas1`
  .trim()
  .split("\n");

describe("a command line of Windows", () => {
  it.each(TELLING)("loses its secret: %j", (command) => {
    const masked = maskSecrets(command.replaceAll("@@", SECRET));
    expect(masked).not.toContain(SECRET);
    expect(masked).toContain("***");
  });

  it.each([
    "powershell -EncodedCommand @@",
    "powershell.exe -NoProfile -enc @@",
    'pwsh -ec "@@"',
    "powershell /e @@",
    "powershell -c iex(decode('@@'))",
  ])("loses a script that is encoded, whatever it holds: %j", (command) => {
    const encoded = Buffer.from(`$p = '${SECRET}'; net use z: $p`, "utf16le").toString("base64");
    expect(maskSecrets(command.replace("@@", encoded))).toBe(command.replace(/"?@@"?/, "***"));
  });

  it("loses a script that is encoded in another way where the option says so", () => {
    const encoded = Buffer.from(`пароль ${SECRET}`, "utf16le").toString("base64");
    expect(maskSecrets(`powershell -EncodedCommand ${encoded} -x`)).toBe("powershell -EncodedCommand *** -x");
  });

  it.each(TELLING_NOTHING)("stays as it is: %j", (command) => {
    expect(maskSecrets(command)).toBe(command);
  });
});
