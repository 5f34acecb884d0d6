import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { useEffect } from 'react';
import { Me, PasskeyRequest, type PasskeySignIn } from '@anbu/contract';
import { answerByPasskey, api, canOfferPasskeys, withdrawOffer } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { FormError } from '../../ui/index.ts';
import { useEnter } from './use-enter.ts';

/** A challenge holds for five minutes; an offer that waits in the page gets a new one before. */
const OFFER_MS = 4 * 60_000;

const ask = () => api.post('/sign-in/passkey/start', PasskeyRequest);

/** Signs in by a passkey: by the button, or chosen in the field of the e-mail where the browser offers it. */
export function PasskeyDoor() {
  const t = useT();
  const enter = useEnter(async (given: PasskeySignIn | null) =>
    api.post('/sign-in/passkey', Me, given ?? (await answerByPasskey(await ask()))),
  );
  const { mutate, isPending, error } = enter;
  const offer = useQuery({
    queryKey: ['sign-in', 'passkey'],
    queryFn: async () => ((await canOfferPasskeys()) ? ask() : null),
    // The browser asks one question at a time.
    enabled: !isPending,
    refetchInterval: OFFER_MS,
    staleTime: OFFER_MS,
    gcTime: 0,
    retry: false,
  });
  // Once for each challenge: an answer uses it up. The button ends an offer that waits.
  const asked = offer.data;
  useEffect(() => {
    if (!asked) return;
    let isOver = false;
    answerByPasskey(asked, { offer: true }).then(
      (given) => (isOver ? undefined : mutate(given)),
      // Nobody chose one: the field goes on as a field.
      () => undefined,
    );
    return () => {
      isOver = true;
      void withdrawOffer();
    };
  }, [asked, mutate]);
  return (
    <section className="sign-in-passkey">
      <p aria-hidden>{t('identity.signIn.or')}</p>
      <FormError error={error} />
      <Button
        variant="default"
        size="md"
        fullWidth
        leftSection={<Fingerprint size={18} aria-hidden />}
        loading={isPending}
        onClick={() => mutate(null)}
      >
        {t('identity.signIn.passkey')}
      </Button>
    </section>
  );
}
