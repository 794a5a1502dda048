export const STYLE = `
:root { color-scheme: light dark; --text: #1c2024; --back: #fff; --line: #80868c; --accent: #0b5cad; --on-accent: #fff; --good: #18794e; --bad: #b42318; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ec; --back: #16191d; --line: #7d858d; --accent: #8cc2ff; --on-accent: #10161c; --good: #6fd8a4; --bad: #ff9a8f; }
}
[hidden] { display: none !important; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 1rem; color: var(--text); background: var(--back); overflow-wrap: anywhere; }
main { max-width: 28rem; margin: 2rem auto; }
h1 { font-size: 1.5rem; line-height: 1.25; }
label { display: block; font-weight: 600; }
.hint { margin: 0 0 .3rem; }
.entry { display: flex; flex-wrap: wrap; gap: .5rem; margin-bottom: 1rem; }
input { flex: 1 1 12rem; min-width: 0; }
input, button { font: inherit; min-height: 44px; box-sizing: border-box; padding: .4rem .8rem; border: 1px solid var(--line); border-radius: 6px; color: inherit; background: transparent; }
[aria-invalid] { border-color: var(--bad); }
[type=submit] { width: 100%; background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
[type=submit]:disabled { opacity: .6; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
#message:not(:empty) { margin: 1rem 0; padding: .1rem 1rem; border-left: 4px solid var(--bad); }
#message.done:not(:empty) { border-color: var(--good); }
#message p { margin: .6rem 0; }
`;
