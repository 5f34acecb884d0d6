import { MantineProvider, mergeThemeOverrides, Notification } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useMemo } from 'react';
import { queryClient } from './api/query-client.ts';
import { useT } from './i18n/store.ts';
import { styleNonce } from './nonce.ts';
import { router } from './router.ts';
import { cssVariables, theme } from './theme.ts';

export function App() {
  const close = useT()('common.close');
  // What closes a notice has a name, too.
  const named = useMemo(() => {
    const closeButtonProps = { 'aria-label': close };
    return mergeThemeOverrides(theme, {
      components: { Notification: Notification.extend({ defaultProps: { closeButtonProps } }) },
    });
  }, [close]);
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-left" limit={3} containerWidth={420} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
