using System.Diagnostics;

namespace Crochet.Tests;

/// <summary>
/// How late a thread comes back from short sleeps, all in all: next to nothing on a machine at rest, a tenth of the time and more on a busy
/// one. Lets a test hold a program to its time where the machine lets the program have it.
/// </summary>
internal sealed class Lateness : IDisposable
{
    private static readonly TimeSpan _sleep = TimeSpan.FromMilliseconds(10);
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly Thread _sleeper;
    private int _sleeps;
    private bool _isDisposed;

    public Lateness()
    {
        _sleeper = new Thread(Sleep) { IsBackground = true };
        _sleeper.Start();
    }

    /// <summary>Since it was made.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_startedAt);

    /// <summary>As much of <see cref="Elapsed"/> as was not slept through.</summary>
    public TimeSpan Total => Elapsed - Volatile.Read(ref _sleeps) * _sleep;

    /// <summary>
    /// Not more has passed than was promised, and ten times what the machine was late, since a program that ends has more to do than wake
    /// up; however late that was, not more than <paramref name="atMost"/>.
    /// </summary>
    public void AssertWithin(TimeSpan promised, TimeSpan atMost)
    {
        var (elapsed, late) = (Elapsed, Total);
        Console.WriteLine($"Ended in {elapsed.TotalSeconds:F2} s, on a machine that was {late.TotalSeconds:F2} s late.");
        var limit = promised + 10 * late;
        Assert.IsLessThan(limit < atMost ? limit : atMost, elapsed);
    }

    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        _sleeper.Join();
    }

    private void Sleep()
    {
        while (!Volatile.Read(ref _isDisposed))
        {
            Thread.Sleep(_sleep);
            Interlocked.Increment(ref _sleeps);
        }
    }
}
