const INVITE = `<send retrans="500"><![CDATA[
INVITE sip:1001@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:{from}@[local_ip]:[local_port]>;tag=[pid]SIPpTag[call_number]
To: <sip:1001@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:{from}@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>
<recv response="100" optional="true"/>
<recv response="180"/>`;

const request = (method: string, sequence: number, branch = '[branch]', tag = '[peer_tag_param]') => `<![CDATA[
${method} sip:1001@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}
From: <sip:{from}@[local_ip]:[local_port]>;tag=[pid]SIPpTag[call_number]
To: <sip:1001@[remote_ip]:[remote_port]>${tag}
Call-ID: [call_id]
CSeq: ${String(sequence)} ${method}
Contact: <sip:{from}@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Length: 0

]]>`;

const scenario = (steps: string) => `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="-">
${steps}
</scenario>
`;

/** She calls, speaks and hangs up, when she is told to: by an INFO of the test. */
export const SPEAKS = scenario(`${INVITE}
<recv response="200"/>
<send>${request('ACK', 1)}</send>
<recv request="INFO"/>
<send retrans="500">${request('BYE', 2)}</send>
<recv response="200"/>`);

/** She calls and gives up while it rings, when she is told to: by an INFO of the test. */
export const GIVES_UP = scenario(`${INVITE}
<recv request="INFO"/>
<send retrans="500">${request('CANCEL', 1, '[branch-4]', '')}</send>
<recv response="200" optional="true"/>
<recv response="487"/>
<send>${request('ACK', 1, '[branch-7]')}</send>`);

/** Her telephone is busy. */
export const IS_BUSY = scenario(`<recv request="INVITE"/>
<send retrans="500"><![CDATA[
SIP/2.0 486 Busy Here
[last_Via:]
[last_From:]
[last_To:];tag=[pid]SIPpTag[call_number]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
<recv request="ACK"/>`);
