/** Escapes a text for HTML or XML, in an element or in an attribute's value. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
