export function StatusesPage() {
  return null;
}
