import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

function Anchor(props: ButtonProps & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>) {
  return <Button component="a" {...props} />;
}

/** A button that goes somewhere: a real link with the typed `to` of the router, which opens in a new tab as others do. */
export const ButtonLink = createLink(Anchor);
