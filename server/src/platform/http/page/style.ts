/** Public pages: 17 px, targets of 48 px, readable on a phone in the sun, light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #0f172a; --ink-2: #475569; --line: #cbd5e1; --canvas: #f6f8fa; --surface: #fff; --brand: #0f766e; --bad: #b91c1c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f1f5f9; --ink-2: #cbd5e1; --line: #475569; --canvas: #0b1220; --surface: #131c2e; --brand: #5ec4b6; --bad: #fca5a5; }
  .send { color: #06231f !important; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--canvas); color: var(--ink); font: 17px/1.55 Pretendard, -apple-system, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans SC", sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
body.framed { background: transparent; }
:lang(zh) body, body:lang(zh) { word-break: normal; }
main { max-width: 560px; margin: 0 auto; padding: 24px 16px 48px; }
.framed main { padding: 8px; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 24px 20px; }
.who { color: var(--brand); font-weight: 700; margin: 0 0 4px; }
h1 { font-size: 24px; line-height: 1.3; margin: 0 0 8px; }
p { margin: 0 0 16px; }
.quiet { color: var(--ink-2); font-size: 15px; }
.field { margin: 0 0 18px; }
.field > label, legend { display: block; font-weight: 600; margin: 0 0 6px; padding: 0; }
fieldset { border: 0; margin: 0 0 18px; padding: 0; }
input[type=text], input[type=tel], input[type=email], textarea { width: 100%; min-height: 48px; padding: 10px 12px; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
textarea { min-height: 112px; resize: vertical; }
:is(input, textarea, button):focus-visible { outline: 3px solid var(--brand); outline-offset: 1px; }
[aria-invalid=true] { border-color: var(--bad) !important; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; }
.choice, .agree { display: flex; align-items: center; gap: 8px; min-height: 48px; padding: 8px 14px; border: 1px solid var(--line); border-radius: 999px; }
.agree { border-radius: 8px; align-items: flex-start; padding: 12px 14px; }
.choice input, .agree input { width: 20px; height: 20px; margin: 2px 0 0; accent-color: var(--brand); flex: none; }
.error { color: var(--bad); font-size: 15px; margin: 6px 0 0; }
.errors { border: 1px solid var(--bad); border-radius: 8px; padding: 12px 14px; margin: 0 0 18px; color: var(--bad); }
.send { width: 100%; min-height: 52px; border: 0; border-radius: 8px; background: var(--brand); color: #fff; font: inherit; font-weight: 700; cursor: pointer; }
details { margin: 8px 0 18px; } summary { cursor: pointer; min-height: 32px; }
.languages { display: flex; gap: 14px; justify-content: flex-end; margin: 0 0 12px; font-size: 15px; }
.languages a { color: var(--ink-2); padding: 8px 0; } .languages [aria-current] { color: var(--ink); font-weight: 700; text-decoration: none; }
.trap { position: absolute; left: -9999px; width: 1px; height: 1px; overflow: hidden; }
`;
