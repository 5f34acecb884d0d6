export { isCopy, signedRoute, type SignedMessage, type WebhookDeps } from './route.ts';
export { isSecret, oldSecretsUntil, removeSecrets, renewSecret, sealedWebhooks, takeSecret } from './secrets.ts';
export { formatSecret, signWebhook } from './signature.ts';
export { isToken, newToken } from './token.ts';
