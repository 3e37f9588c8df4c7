using Crochet;
using Spectre.Console;

namespace Sensors;

#region interface
public interface IThermometer
{
    /// <summary>What it reports on its way is read from the result.</summary>
    [RunInReactor]
    EventualResult<double> Calibrate(int points);

    /// <summary>Made in the loop, up to four ahead of the reader.</summary>
    [WaitFor(seconds: 5), Prefetch(4)]
    IEnumerable<double> Readings(int count);

    [WaitFor(seconds: 5)]
    void Acknowledge();

    /// <summary>Raised outside the loop, so that a handler may call the thermometer.</summary>
    [Callback]
    event EventHandler<double> TooHot;
}
#endregion

/// <summary>A device that works on one thread only. It knows nothing of Crochet.</summary>
public sealed class Thermometer
{
    private const double Limit = 30;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private double _offset;
    private bool _isAlarmed;

    public event EventHandler<double>? TooHot;

    public async Task<double> Calibrate(int points, IProgress<double> progress, CancellationToken cancellationToken)
    {
        for (var point = 1; point <= points; point++)
        {
            ThrowIfOffThread();
            await Task.Delay(20, cancellationToken);
            progress.Report((double)point / points);
        }

        return _offset = 0.25;
    }

    public IEnumerable<double> Readings(int count)
    {
        for (var reading = 0; reading < count; reading++)
        {
            ThrowIfOffThread();
            var temperature = 20 + reading + _offset;
            if (temperature > Limit && !_isAlarmed)
            {
                _isAlarmed = true;
                TooHot?.Invoke(this, temperature);
            }

            yield return temperature;
        }
    }

    public void Acknowledge()
    {
        ThrowIfOffThread();
        _isAlarmed = false;
    }

    private void ThrowIfOffThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("The thermometer was used in a thread that is not its own.");
    }
}

internal static class Program
{
    private static void Main()
    {
        using var loop = new EventLoop(new() { Name = "Sensors" });
        loop.Start();
        var thermometer = CrochetProxy.CreateThreadBound<IThermometer>(loop, () => new Thermometer());

        using var acknowledged = new ManualResetEventSlim();
        #region alarm
        thermometer.TooHot += (_, temperature) =>
        {
            // Outside the loop, so that it may block on the loop.
            thermometer.Acknowledge();
            AnsiConsole.WriteLine($"Alarm: {temperature:0.00} degrees, acknowledged.");
            acknowledged.Set();
        };
        #endregion

        var offset = AnsiConsole.Progress().Start(bars => Calibrate(thermometer, bars.AddTask("Calibrating")));
        AnsiConsole.WriteLine($"The thermometer is {offset:0.00} degrees off.");

        #region readings
        foreach (var temperature in thermometer.Readings(count: 12))
            AnsiConsole.WriteLine($"{temperature:0.00} degrees");
        #endregion

        acknowledged.Wait(TimeSpan.FromSeconds(5));
    }

    private static double Calibrate(IThermometer thermometer, ProgressTask bar)
    {
        #region progress
        var calibration = thermometer.Calibrate(points: 50);
        while (!calibration.TryWait(TimeSpan.FromMilliseconds(50)))
        {
            if (calibration.TryGetProgress<double>(out var done))
                bar.Value = done * 100;
        }
        #endregion

        bar.Value = 100;
        return calibration.Wait(TimeSpan.Zero);
    }
}
