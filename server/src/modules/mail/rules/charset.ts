import iconv from 'iconv-lite';

/** ESC $ ) C names KS X 1001; shift-out and shift-in say where it begins and ends (RFC 1557). */
const ISO_2022_KR = /^iso-?2022-?kr$/;
const [SHIFT_OUT, SHIFT_IN, ESCAPE] = [0x0e, 0x0f, 0x1b];

/** Names under which the same set goes in mails of Korea and China; the wider set reads the narrower one too. */
const WIDER: Readonly<Record<string, string>> = {
  'euc-kr': 'cp949',
  euckr: 'cp949',
  'ks_c_5601-1987': 'cp949',
  ksc5601: 'cp949',
  ks_c_5601: 'cp949',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
};

/** Bytes of a mail as text. Never throws: an unknown set is read as UTF-8 where that is right, else as CP949. */
export function decodeText(bytes: Uint8Array, charset: string | null): string {
  const name = (charset ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (ISO_2022_KR.test(name)) return iconv.decode(fromShifts(buffer), 'cp949');
  // The decoder of the platform knows this one, and iconv-lite does not.
  if (name === 'iso-2022-jp') return new TextDecoder('iso-2022-jp').decode(buffer);
  if (name === '' || /^(utf-?8|us-ascii|ascii|7bit|8bit|unknown-8bit|x-unknown|default)$/.test(name))
    return guessed(buffer);
  const known = WIDER[name] ?? name;
  return iconv.encodingExists(known) ? iconv.decode(buffer, known) : guessed(buffer);
}

function guessed(buffer: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer);
  } catch {
    const korean = iconv.decode(buffer, 'cp949');
    return korean.includes('\ufffd') ? buffer.toString('utf8') : korean;
  }
}

/** ISO-2022-KR as the eight-bit bytes of the same set. */
function fromShifts(buffer: Buffer): Buffer {
  const bytes: number[] = [];
  let shifted = false;
  for (let at = 0; at < buffer.length; at += 1) {
    const byte = buffer[at]!;
    if (byte === SHIFT_OUT) shifted = true;
    else if (byte === SHIFT_IN) shifted = false;
    else if (byte === ESCAPE && buffer[at + 1] === 0x24 && buffer[at + 2] === 0x29) at += 3;
    else {
      // A line ends the shift, whatever it says itself.
      if (byte === 0x0a || byte === 0x0d) shifted = false;
      bytes.push(shifted && byte > 0x20 ? byte | 0x80 : byte);
    }
  }
  return Buffer.from(bytes);
}
