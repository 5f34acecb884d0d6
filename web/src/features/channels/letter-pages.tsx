import type { LetterPage } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';

const ANCHORS = { start: 'start', middle: 'middle', end: 'end' } as const;

/** Pages of a letter as they are printed, from the same measures as the PDF; what can be seen through the envelope is framed. */
export function LetterPages({ pages }: { pages: readonly LetterPage[] }) {
  const t = useT();
  return (
    <div className="proof-sheets" role="group" aria-label={t('settings.templates.proof')} tabIndex={0}>
      {pages.map(({ width, height, window, items }, at) => (
        <svg
          key={at}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`${t('messages.compose.page', { no: at + 1 })}: ${items
            .flatMap((item) => (item.kind === 'words' ? [item.text] : []))
            .join(' ')}`}
        >
          {window ? <rect {...window} fill="none" stroke="#0f766e" strokeWidth={1} strokeDasharray="4 3" /> : null}
          {items.map((item, no) =>
            item.kind === 'box' ? (
              <rect key={no} x={item.x} y={item.y} width={item.width} height={item.height} />
            ) : (
              <text
                key={no}
                x={item.x}
                y={item.y}
                fontSize={item.size}
                fontWeight={item.bold ? 600 : 400}
                textAnchor={ANCHORS[item.align]}
              >
                {item.text}
              </text>
            ),
          )}
        </svg>
      ))}
    </div>
  );
}
