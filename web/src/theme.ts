import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const brand: MantineColorsTuple = [
  '#E6F4F1',
  '#CCE9E4',
  '#A5DAD2',
  '#5EC4B6',
  '#37A899',
  '#1C8F83',
  '#138078',
  '#0F766E',
  '#0B5F58',
  '#084A45',
];

/** The dark scheme is slate like the light one, not Mantine's neutral grey. */
const dark: MantineColorsTuple = [
  '#E2E8F0',
  '#C3CEDD',
  '#A3B1C6',
  '#8595AC',
  '#33415A',
  '#26334A',
  '#162033',
  '#121B2C',
  '#0B1220',
  '#070C16',
];

const NO_BANNER = { header: { role: 'presentation' } };

/** Sizes 12/13/14/16/18/22, radius 6/8/12, one-pixel lines, motion up to 150 ms. Source: the screen design's section "Look". */
export const theme = createTheme({
  colors: { brand, dark },
  primaryColor: 'brand',
  primaryShade: 7,
  white: '#FFFFFF',
  black: '#0F172A',
  fontFamily: 'var(--anbu-font)',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontFamily: 'var(--anbu-font)',
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.4' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '28px' },
  shadows: {
    md: '0 8px 24px rgb(15 23 42 / 0.14)',
    lg: '0 12px 32px rgb(15 23 42 / 0.18)',
    xl: '0 16px 48px rgb(15 23 42 / 0.22)',
  },
  respectReducedMotion: true,
  components: {
    // Their header is no banner of the page.
    Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: true, attributes: NO_BANNER } },
    Drawer: { defaultProps: { transitionProps: { duration: 150 }, attributes: NO_BANNER } },
    Menu: { defaultProps: { transitionProps: { duration: 100 }, shadow: 'md' } },
    Popover: { defaultProps: { transitionProps: { duration: 100 }, shadow: 'md' } },
    Tooltip: { defaultProps: { transitionProps: { duration: 100 }, openDelay: 300 } },
    // A list opens when it is asked for: by a press, a letter or an arrow, not because a dialog begins at its field.
    Select: { defaultProps: { comboboxProps: { shadow: 'md' }, checkIconPosition: 'right', openOnFocus: false } },
    MultiSelect: { defaultProps: { openOnFocus: false } },
  },
});

/** Mantine's own dimmed and placeholder greys fail WCAG AA. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#0F172A',
    '--mantine-color-dimmed': '#475569',
    '--mantine-color-placeholder': '#64748B',
    '--mantine-color-default-border': '#CBD5E1',
    '--mantine-color-error': '#B91C1C',
    '--mantine-color-anchor': '#0F766E',
  },
  dark: {
    '--mantine-color-text': '#E2E8F0',
    '--mantine-color-dimmed': '#A3B1C6',
    '--mantine-color-placeholder': '#8595AC',
    '--mantine-color-body': '#0B1220',
    '--mantine-color-default': '#162033',
    '--mantine-color-default-hover': '#1D2940',
    '--mantine-color-default-border': '#33415A',
    '--mantine-color-brand-light': '#17463F',
    '--mantine-color-brand-light-hover': '#1C544C',
    '--mantine-color-brand-light-color': '#8FDCD1',
    '--mantine-color-error': '#FCA5A5',
    '--mantine-color-anchor': '#5EC4B6',
  },
});
