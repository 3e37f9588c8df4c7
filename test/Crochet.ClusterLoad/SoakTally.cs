using System.Diagnostics;
using Crochet.Processes;

namespace Crochet.ClusterLoad;

/// <summary>
/// What became of each call. A call that has ended with a value ran once; one that failed and says that it never ran, did not; and no call
/// ran twice.
/// </summary>
internal sealed class SoakTally(RunLog runs)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, long> _ends = new(StringComparer.Ordinal);
    private readonly List<(long Call, bool HasValue)> _certain = [];
    private readonly List<string> _wrong = [];
    private long _started;
    private long _ended;

    /// <summary>How long the longest call took.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>A call that is about to be made; its number.</summary>
    public long Start() => Interlocked.Increment(ref _started) - 1;

    public void End(long call, long startedAt, string end, bool? hasRun)
    {
        lock (_lock)
        {
            _ended++;
            _ends[end] = _ends.GetValueOrDefault(end) + 1;
            if (hasRun is { } certain)
                _certain.Add((call, certain));
            var time = Stopwatch.GetElapsedTime(startedAt);
            if (time > Longest)
                Longest = time;
        }
    }

    /// <summary>An outcome that the table of docs/cluster.md does not have.</summary>
    public void Wrong(string what)
    {
        lock (_lock)
            _wrong.Add(what);
    }

    /// <summary>Writes the figures; false where anything is wrong.</summary>
    public bool Report(TextWriter output, TimeSpan time)
    {
        if (_started != _ended)
            _wrong.Add($"{_started} calls were made, and {_ended} have ended.");
        for (var call = 0L; call < _started; call++)
        {
            if (runs.CountOf(call) > 1)
                _wrong.Add($"Call {call} ran {runs.CountOf(call)} times.");
        }

        foreach (var (call, hasRun) in _certain)
        {
            if ((runs.CountOf(call) == 1) != hasRun)
                _wrong.Add($"Call {call} ran {runs.CountOf(call)} times, and its end says {(hasRun ? "once" : "never")}.");
        }

        output.WriteLine($"{_started:N0} calls in {time.TotalMinutes:0.0} minutes, {_started / time.TotalSeconds:N0} a second.");
        foreach (var (end, count) in _ends)
            output.WriteLine($"  {end}: {count:N0}");
        output.WriteLine($"The longest took {Longest.TotalSeconds:0.0} s.");
        output.WriteLine(_wrong.Count == 0 ? "Nothing is wrong." : $"{_wrong.Count} things are wrong:");
        foreach (var wrong in _wrong.Take(20))
            output.WriteLine($"  {wrong}");
        return _wrong.Count == 0;
    }
}
