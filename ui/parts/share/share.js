// Hands a text to whatever the device shares with; where it has nothing of the kind, it is copied.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const said = parentElement.querySelector("span")
  button.textContent = data.label
  button.onclick = async () => {
    said.textContent = ""
    try {
      if (navigator.share) return await navigator.share({ title: data.title, text: data.text })
      await navigator.clipboard.writeText(data.text)
      said.textContent = data.copied
    } catch (reason) {
      if (reason?.name !== "AbortError") said.textContent = data.failed
    }
  }
}
