// `<time datetime data-relative>`: "3 minutes ago" stays true while the page is open.
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" })
const units = [["year", 31_556_952], ["month", 2_629_746], ["week", 604_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]]

function text(moment) {
  const seconds = (Date.parse(moment) - Date.now()) / 1000
  const [unit, length] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1]
  return words.format(Math.trunc(seconds / length), unit)
}

setInterval(() => {
  for (const time of document.querySelectorAll("time[data-relative]")) time.textContent = text(time.dateTime)
}, 60_000)
