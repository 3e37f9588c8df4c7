using Crochet.Diagnostics;

namespace Crochet.Testing.Reporting;

/// <summary>The steps of the order that a seed gives, in words: of very many the first and the last.</summary>
internal sealed class StepLog(int seed)
{
    private const int MostFirst = 1_000;
    private const int MostLast = 9_000;

    private readonly List<(string Who, string What)> _first = [];
    private readonly Queue<(string Who, string What)> _last = new();
    private int _leftOut;

    public int Seed => seed;

    public void Add(string who, string what)
    {
        var step = (who, what);
        if (_first.Count < MostFirst)
        {
            _first.Add(step);
            return;
        }

        _last.Enqueue(step);
        if (_last.Count <= MostLast)
            return;
        _last.Dequeue();
        _leftOut++;
    }

    /// <summary>What the order failed with, with its seed and its steps.</summary>
    public ScheduleException Fail(string problem, Exception? inner = null, bool isOfRealTime = false)
    {
        var steps = ToList();
        return new ScheduleException(ScheduleReport.Write(problem, seed, steps), seed, steps, inner) { IsOfRealTime = isOfRealTime };
    }

    public IReadOnlyList<string> ToList() =>
        [.. _first.Select(Write), .. _leftOut == 0 ? [] : new[] { $"({_leftOut} steps left out)" }, .. _last.Select(Write)];

    private static string Write((string Who, string What) step) => $"{step.Who}: {OneLine.Of(step.What)}";
}
