/** Lines at which a mail program begins to quote, in Korean, English and Chinese. */
const QUOTES: readonly RegExp[] = [
  /^-{2,}\s*(원본 메시지|원본 메일|전달된 메시지|Original Message|Forwarded message|原始邮件|原始郵件)/iu,
  /^\s*(보낸\s?사람|From|发件人|寄件者)\s*[:：].{0,200}$/iu,
  /^On\s.{5,200}\swrote:\s*$/iu,
  /^.{5,200}(님이|이|가)\s?(작성|쓴 글|보낸 메시지).{0,20}[:：]\s*$/u,
  /^(在|于).{5,200}写道[:：]\s*$/u,
  /^.{3,200}\s*(写道|寫道)[:：]\s*$/u,
  /^_{10,}\s*$/u,
];

/** What somebody wrote herself: up to where her mail program quotes ours. All of it where nothing stands before. */
export function ownWords(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const at = lines.findIndex(
    (line, no) => line.length < 400 && (QUOTES.some((quote) => quote.test(line)) || isQuoteOn(lines, no)),
  );
  const own = (at < 0 ? lines : lines.slice(0, at))
    .filter((line) => !line.startsWith('>'))
    .join('\n')
    .trim();
  return own === '' ? text.trim() : own;
}

/** `On Thu, 26 Nov 2026 at 10:00, Clinic` on one line and `wrote:` on the next. */
function isQuoteOn(lines: readonly string[], no: number): boolean {
  return /^On\s.{5,200}$/i.test(lines[no] ?? '') && /^.{0,200}wrote:\s*$/i.test(lines[no + 1] ?? '');
}
