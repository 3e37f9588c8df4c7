using Crochet.Diagnostics;

namespace Crochet.Testing.Reporting;

/// <summary>The steps of an order, in words: of very many the first and the last.</summary>
internal sealed class StepLog
{
    private const int MostFirst = 1_000;
    private const int MostLast = 9_000;

    private readonly List<(string Who, string What)> _first = [];
    private readonly Queue<(string Who, string What)> _last = new();
    private int _leftOut;

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

    public IReadOnlyList<string> ToList() =>
        [.. _first.Select(Write), .. _leftOut == 0 ? [] : new[] { $"({_leftOut} steps left out)" }, .. _last.Select(Write)];

    private static string Write((string Who, string What) step) => $"{step.Who}: {OneLine.Of(step.What)}";
}
