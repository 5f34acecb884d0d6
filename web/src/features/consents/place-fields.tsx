import { NativeSelect } from '@mantine/core';
import { JURISDICTIONS, type Jurisdiction } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { errorProp } from '../../ui/index.ts';
import { ZONES } from './zones.ts';

/** Empty = as `otherwise` says, and the zone as the country says. */
export type TypedPlace = { readonly country: Jurisdiction | ''; readonly zone: string };

export function placeOf({ country, zone }: TypedPlace) {
  return { jurisdiction: country === '' ? null : country, timeZone: zone === '' ? null : zone };
}

export function PlaceFields({
  place,
  onChange,
  otherwise,
  error,
}: {
  place: TypedPlace;
  onChange: (place: TypedPlace) => void;
  otherwise: string;
  /** Of the time zone. */
  error: string | undefined;
}) {
  const t = useT();
  const { country, zone } = place;
  const zones = [...new Set([...(zone === '' ? [] : [zone]), ...ZONES])];
  return (
    <>
      <NativeSelect
        label={t('settings.gate.country')}
        value={country}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange({ ...place, country: JURISDICTIONS.find((one) => one === value) ?? '' });
        }}
        data={[
          { value: '', label: otherwise },
          ...JURISDICTIONS.map((value) => ({ value, label: t(`gate.jurisdiction.${value}`) })),
        ]}
        data-autofocus
      />
      <NativeSelect
        label={t('settings.gate.place.zone')}
        value={zone}
        onChange={(event) => onChange({ ...place, zone: event.currentTarget.value })}
        data={[{ value: '', label: t('consents.place.zoneAuto') }, ...zones.map((value) => ({ value, label: value }))]}
        {...errorProp(error)}
      />
    </>
  );
}
