// How Teams sets up the Adaptive Cards renderer, in the page's own colours: variables follow the theme by themselves.
// https://learn.microsoft.com/adaptive-cards/rendering-cards/host-config

const colour = (name) => ({ default: `var(--${name})`, subtle: 'var(--subtle)' })

const foregroundColors = {
  default: { default: 'var(--ink)', subtle: 'var(--subtle)' },
  dark: { default: 'var(--ink)', subtle: 'var(--subtle)' },
  light: { default: 'var(--subtle)', subtle: 'var(--subtle)' },
  accent: colour('teams'),
  good: colour('good'),
  warning: colour('warn'),
  attention: colour('bad'),
}

const style = (background) => ({ backgroundColor: background, foregroundColors })

export const HOST = {
  fontFamily: 'inherit',
  fontSizes: { small: 12, default: 14, medium: 15, large: 17, extraLarge: 21 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  lineHeights: { small: 17, default: 20, medium: 21, large: 23, extraLarge: 28 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 14 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  supportsInteractivity: true,
  containerStyles: { default: style('transparent'), emphasis: style('var(--sunk)') },
  textStyles: { heading: { size: 'large', weight: 'bolder' } },
  textBlock: { headingLevel: 3 },
  factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 12 },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    preExpandSingleShowCardAction: false,
  },
}
