import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser as Chromium, chromium, type Page } from 'playwright-core';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = [process.env.CHROMIUM_PATH, ...USUAL_PLACES].find((path) => path && existsSync(path));

const ABSENCE = `No Chromium at CHROMIUM_PATH (${process.env.CHROMIUM_PATH ?? 'not set'}), ${USUAL_PLACES.join(', ')}.
Install one ("apt-get install chromium") or set CHROMIUM_PATH to one.`;

/** No sandbox, because tests run as root in containers; nothing that calls home or asks. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where the screenshots of the last run are. */
const PICTURES = join(tmpdir(), 'sallyport-screenshots');

/** A chapter that needs a real browser. Without one it is skipped, and says so; in CI it fails. */
export function describeInBrowser(name: string, chapter: () => void): void {
  if (executablePath) return describe(name, chapter);
  if (process.env.CI === 'true') {
    return describe(name, () => {
      it('has a Chromium to run in', () => {
        throw new Error(ABSENCE);
      });
    });
  }
  console.warn(`SKIPPED: "${name}" did not run.\n${ABSENCE}`);
  describe.skip(name, chapter);
}

/** A real browser with one page, which keeps everything that went wrong in it. */
export class Browser {
  private complaints: string[] = [];

  private constructor(
    private readonly chromium: Chromium,
    readonly page: Page,
  ) {
    // A breach of the content security policy is a console error too.
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    page.on('pageerror', (error) => this.complaints.push(`uncaught ${String(error)}`));
    page.on('requestfailed', (request) => this.complaints.push(`failed ${request.url()}`));
    page.on('response', (response) => {
      if (response.status() >= 400) this.complaints.push(`${response.status()} ${response.url()}`);
    });
  }

  static async open(): Promise<Browser> {
    const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ARGUMENTS });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(8_000);
    return new Browser(browser, page);
  }

  /** What went wrong since the last time somebody asked. */
  takeComplaints(): string[] {
    return this.complaints.splice(0);
  }

  /** Another tab, with the same cookies. */
  async tab(): Promise<Page> {
    const page = await this.page.context().newPage();
    page.setDefaultTimeout(8_000);
    return page;
  }

  /** Keeps a picture of the page for people to look at. */
  async photograph(name: string, page = this.page): Promise<void> {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  close(): Promise<void> {
    return this.chromium.close();
  }
}
