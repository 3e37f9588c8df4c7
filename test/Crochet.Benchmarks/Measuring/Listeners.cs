using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Crochet.Benchmarks.Measuring;

/// <summary>Listens to every metric and every trace of Crochet, and does nothing with them.</summary>
internal static class Listeners
{
    private const string Source = "Crochet";

    public static T During<T>(Func<T> action)
    {
        using var metrics = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Source)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        metrics.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        metrics.SetMeasurementEventCallback<int>((_, _, _, _) => { });
        metrics.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        metrics.Start();

        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(traces);
        return action();
    }
}
