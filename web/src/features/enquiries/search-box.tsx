import { CloseButton, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useRef, useState, type Ref } from 'react';
import { useT } from '../../i18n/index.ts';

const PAUSE_MS = 180;

/** A search that follows the typing, also while a Korean syllable is being composed: initial consonants are found at once. */
export function SearchBox({
  label,
  value,
  onSearch,
  ref,
}: {
  label: string;
  value: string;
  onSearch: (text: string) => void;
  ref?: Ref<HTMLInputElement>;
}) {
  const t = useT();
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState(value);
  const [seen, setSeen] = useState(value);
  const timer = useRef<number | undefined>(undefined);
  // The address changed by itself (back, a cleared filter): the box follows it.
  if (value !== seen) {
    setSeen(value);
    if (value !== asked) setTyped(value);
  }
  const search = (text: string) => {
    window.clearTimeout(timer.current);
    setAsked(text);
    onSearch(text);
  };
  const handleChange = (text: string) => {
    setTyped(text);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => search(text.trim()), PAUSE_MS);
  };
  return (
    <TextInput
      ref={ref ?? null}
      className="search-box"
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={16} aria-hidden />}
      rightSection={
        typed ? <CloseButton size="sm" aria-label={t('common.clear')} onClick={() => handleChange('')} /> : null
      }
      autoComplete="off"
      value={typed}
      onChange={(event) => handleChange(event.currentTarget.value)}
    />
  );
}
