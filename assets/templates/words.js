// What a page of ours outside the app says: sentences of assets/content, handed over in its HTML.
export const words = JSON.parse(document.querySelector("main").dataset.words)

/** A sentence with its places filled in: "{n} of {all}". */
export const filled = (sentence, places) => sentence.replace(/\{(\w+)\}/g, (_, name) => places[name])
