import { Button } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

/** A button that goes somewhere: a real link with the typed `to` of the router. */
export const ButtonLink = createLink(Button<'a'>);
