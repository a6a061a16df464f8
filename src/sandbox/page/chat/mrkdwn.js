// Slack's mrkdwn as elements. https://docs.slack.dev/messaging/formatting-message-text
import { h, link } from '../dom.js'

const TOKEN = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\3(?![\p{L}\p{N}])/gu
const STYLE = { '*': 'strong', _: 'em', '~': 's' }

const unescaped = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** What stands between < and >: a link, a mention, or a date with its fallback. */
function angle(body) {
  const [target, label] = body.split('|')
  if (/^[@#!]/.test(target)) return h('span', { class: 'mention' }, unescaped(label ?? target))
  return link(unescaped(label ?? target), unescaped(target))
}

function piece([, inAngles, code, style, styled]) {
  if (inAngles !== undefined) return angle(inAngles)
  if (code !== undefined) return h('code', {}, unescaped(code))
  return h(STYLE[style], {}, mrkdwn(styled))
}

/** The nodes of a mrkdwn text; line breaks are kept. */
export function mrkdwn(text) {
  const nodes = []
  let from = 0
  for (const found of text.matchAll(TOKEN)) {
    nodes.push(unescaped(text.slice(from, found.index)), piece(found))
    from = found.index + found[0].length
  }
  nodes.push(unescaped(text.slice(from)))
  return nodes.filter((node) => node !== '')
}
