import type { TracingConfig } from './tracing.config.js';

let stop: (() => Promise<void>) | undefined;

/** Milliseconds that the last spans may take to be sent. */
const GRACE = 3000;

/** Sends spans from now on, where the settings say where to. Only then is OpenTelemetry's SDK loaded. */
export async function startTracing(config: TracingConfig, version: string): Promise<void> {
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return;
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { detectResources, envDetector, resourceFromAttributes } = resources;
  const ours = resourceFromAttributes({ 'service.name': 'sallyport', 'service.version': version });
  const provider = new NodeTracerProvider({
    resource: ours.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  stop = () => provider.shutdown();
}

export const isTracing = (): boolean => stop !== undefined;

/** Sends what is left. */
export async function stopTracing(): Promise<void> {
  const tooLong = new Promise<void>((over) => setTimeout(over, GRACE).unref());
  await Promise.race([stop?.().catch(() => undefined), tooLong]);
}
