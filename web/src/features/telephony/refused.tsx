import { Button } from '@mantine/core';
import type { PhoneCall } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';

/** The order that the exchange did not take, and why. Of a call that was not made: the number, to be dialled by hand. */
export function Refused({ call }: { call: PhoneCall }) {
  const t = useT();
  const { refused, number, numberDisplay, endedAt } = call;
  if (!refused) return null;
  if (refused.act !== 'dial')
    return endedAt === null ? (
      <span className="text-late">{`${t(`telephony.refused.${refused.act}`)} · ${refused.why.text}`}</span>
    ) : null;
  return (
    <>
      <span className="text-late">{refused.why.text}</span>
      {number === null ? null : (
        <Button component="a" href={`tel:${number}`} size="compact-sm" variant="light">
          {t('telephony.byHand', { number: numberDisplay ?? number })}
        </Button>
      )}
    </>
  );
}
