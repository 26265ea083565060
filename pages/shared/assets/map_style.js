// The look of the whole map's frame; colours come from the page.

export const STYLE = `
:host, .wm { font-family: var(--st-font, sans-serif); color: var(--st-text-color); }
.wm { position: relative; }
.wm-bar { display: flex; flex-wrap: wrap; gap: .375rem .875rem; padding-bottom: .5rem; }
.wm-bar[hidden] { display: none; }
.wm-tools { display: flex; flex-wrap: wrap; gap: .25rem; }
.wm button { font: inherit; font-size: .8125rem; line-height: 1; min-width: 2rem; min-height: 2rem; padding: 0 .5625rem; cursor: pointer;
  color: inherit; background: transparent; border: 1px solid var(--st-border-color); border-radius: .2rem; }
.wm button:hover:not(:disabled) { border-color: var(--st-primary-color); color: var(--st-primary-color); }
.wm button:disabled { opacity: .45; cursor: default; }
.wm button[aria-pressed="true"] { background: var(--st-primary-color); color: var(--st-background-color); border-color: var(--st-primary-color); }
.wm button:focus-visible, .wm input:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.wm-map { position: relative; overflow: hidden; border-block: 1px solid var(--st-border-color); }
.wm-map:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -2px; }
.wm-stage { position: absolute; inset: 0; cursor: grab; }
.wm-map.on-account .wm-stage { cursor: pointer; }
.wm-light { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
.wm-over { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
.wm-map.lasso .wm-over { pointer-events: auto; cursor: crosshair; touch-action: none; }
.wm-legend { display: block; padding-top: .375rem; }
.wm-time { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; padding-top: .5rem; font-size: .8125rem; }
.wm-time[hidden] { display: none; }
.wm-time input { flex: 1 1 12rem; accent-color: var(--st-primary-color); }
.wm-time output { min-width: 10rem; font-variant-numeric: tabular-nums; }
.wm-none { margin: 0; padding: 1rem 0; }
.wm-tip { position: absolute; z-index: 2; max-width: min(20rem, 80%); padding: .5rem .6875rem; pointer-events: none;
  white-space: pre-line; overflow-wrap: anywhere; font-size: .8125rem; line-height: 1.45; border-radius: .2rem;
  color: var(--st-text-color); background: var(--st-background-color); border: 1px solid var(--st-border-color);
  box-shadow: 0 2px 10px rgb(0 0 0 / .16); }
.wm-tip b { display: block; font-weight: 600; }
.wm-tip[hidden] { display: none; }
.wm-aloud { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
`;
