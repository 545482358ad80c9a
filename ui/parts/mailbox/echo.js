// Tells a component's mailbox which message Python has taken.
export default function ({ data }) {
  window.mailboxEchoes = { ...window.mailboxEchoes, [data.mailbox]: data.heard }
  document.dispatchEvent(new Event("mailbox-echo"))
}
