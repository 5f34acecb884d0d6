/** Every environment variable of the program, what it does, and its value where it is not set. `anbu check` lists them. */
export const VARIABLES = {
  PORT: { standard: '3000', about: 'port of the web interface and the API' },
  HOST: { standard: '127.0.0.1', about: 'address to listen on; another than this machine needs https and no demo' },
  ANBU_PUBLIC_URL: {
    standard: null,
    about: 'address that people type: links, cookies, sign-in (http://localhost:PORT)',
  },
  ANBU_TLS_CERT: { standard: null, about: 'certificate file (PEM)' },
  ANBU_TLS_KEY: { standard: null, about: 'key file of the certificate (PEM)' },
  ANBU_TRUST_PROXY: { standard: null, about: 'addresses of proxies in front, whose X-Forwarded-For is believed' },
  ANBU_DATA_DIR: { standard: './.anbu', about: 'folder of the embedded database, the secret key and uploads' },
  DATABASE_URL: { standard: null, about: "the application's login; empty = embedded database", secret: true },
  DATABASE_OWNER_URL: { standard: null, about: 'login that migrates, backs up and keeps retention', secret: true },
  ANBU_POOL_SIZE: { standard: '10', about: 'database connections of one process' },
  ANBU_DEMO: { standard: null, about: '1 = make a demo organisation in an empty database (1 with the embedded one)' },
  ANBU_SECRET_KEY: { standard: null, about: '32 random bytes in base64; made in the data folder', secret: true },
  ANBU_LOG_LEVEL: { standard: 'info', about: 'trace, debug, info, warn, error, fatal or silent' },
  ANBU_TEST_CLOCK: { standard: '0', about: '1 = the clock may be set over the API (tests only, this machine alone)' },
  ANBU_RATE_LIMIT_USER: { standard: '600', about: 'requests a minute of one signed-in user; 0 = no limit' },
  ANBU_RATE_LIMIT_KEY: { standard: '6000', about: 'requests a minute of one API key; 0 = no limit' },
  ANBU_RATE_LIMIT_SIGN_IN: { standard: '20', about: 'sign-ins a minute from one address; 0 = no limit' },
  ANBU_PUSH_CONTACT: { standard: null, about: 'mailto: or https: address that push services may write to' },
  ANBU_OUTGOING_ALLOW: {
    standard: null,
    about: 'host:port of this network that may be called, with commas; development and tests',
  },
  ANBU_MAIL_LISTEN: {
    standard: null,
    about:
      'host:port at which a mail server of the house hands mail on; this machine or a private address; empty = off',
  },
  ANBU_WEB_DIR: { standard: null, about: 'folder of the built web interface' },
} as const satisfies Record<string, { standard: string | null; about: string; secret?: true }>;

export type VariableName = keyof typeof VARIABLES;
