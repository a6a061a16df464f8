// A plain script in the head, so that the chosen theme is there before the first paint.
;(() => {
  const root = document.documentElement
  const system = matchMedia('(prefers-color-scheme: dark)')
  const kept = () => {
    try {
      return localStorage.getItem('theme')
    } catch {
      return null // storage may be forbidden; the choice then lasts as long as the page
    }
  }
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches)
  if (kept()) root.dataset.theme = kept()

  addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme')
    const name = () => {
      button.textContent = isDark() ? 'Light' : 'Dark'
      button.setAttribute('aria-label', `Use the ${isDark() ? 'light' : 'dark'} theme`)
    }
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark'
      try {
        localStorage.setItem('theme', root.dataset.theme)
      } catch {
        // as above
      }
      name()
    })
    system.addEventListener('change', name)
    name()
  })
})()
