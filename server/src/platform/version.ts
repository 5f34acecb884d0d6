import packageJson from '../../package.json' with { type: 'json' };

/** The release, as the package says it. */
export const PRODUCT_VERSION: string = packageJson.version;
