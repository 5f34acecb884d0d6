const NAME = 'anbu-reminders';
const STORE = 'shown';
const BY_TIME = 'at';
const KEPT_MS = 7 * 24 * 3_600_000;

/** Whether this browser meets the id for the first time; from then on it knows it, for a week. Ids only: nothing of a person is kept. */
export async function isFirst(id: string, now: number): Promise<boolean> {
  const database = await open();
  try {
    const store = database.transaction(STORE, 'readwrite').objectStore(STORE);
    const old = store.index(BY_TIME).openCursor(IDBKeyRange.upperBound(now - KEPT_MS));
    old.onsuccess = () => {
      old.result?.delete();
      old.result?.continue();
    };
    return await added(store, { id, at: now });
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: 'id' }).createIndex(BY_TIME, 'at');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('the ids that were shown cannot be read'));
  });
}

/** `add` refuses a key that is there: of two that ask at once one is first. */
function added(store: IDBObjectStore, row: { id: string; at: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const request = store.add(row);
    request.onsuccess = () => resolve(true);
    request.onerror = (event) => {
      event.preventDefault();
      resolve(false);
    };
  });
}
