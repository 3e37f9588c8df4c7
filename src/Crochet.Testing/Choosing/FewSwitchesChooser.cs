using Crochet.Testing.Driving;

namespace Crochet.Testing.Choosing;

/// <summary>
/// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, 2010): each gets a priority, and of those that can go
/// on the highest does, for as long as it can. At up to three steps, drawn beforehand, the one whose turn it is falls below all others. An
/// order of n threads and at most k steps that needs d things to come one after another is met with a probability of 1/(n k^(d-1)) or more.
/// How many steps a scenario takes is not known beforehand, so k is drawn too.
/// </summary>
internal sealed class FewSwitchesChooser : Chooser
{
    private const int MostChanges = 3;
    private const int ShortestLength = 8;
    private const int Lengths = 8;

    // Else one that can always go on, since it asks again and again, would keep all others waiting for ever.
    private const int LongestStreak = 200;

    private readonly SplitMix64 _numbers;
    private readonly Dictionary<Actor, int> _priorities = [];
    private readonly int[] _changes;
    private int _lowest;
    private int _step;
    private int _streak;
    private Actor? _last;

    public FewSwitchesChooser(SplitMix64 numbers)
    {
        _numbers = numbers;
        var length = ShortestLength << numbers.Next(Lengths);
        _changes = new int[numbers.Next(MostChanges + 1)];
        for (var index = 0; index < _changes.Length; index++)
            _changes[index] = numbers.Next(length);
    }

    public override Actor Choose(IReadOnlyList<Actor> ready)
    {
        var chosen = Highest(ready);
        _streak = ReferenceEquals(chosen, _last) && ready.Count > 1 ? _streak + 1 : 0;
        if (Array.IndexOf(_changes, _step++) >= 0 || _streak >= LongestStreak)
        {
            _priorities[chosen] = --_lowest;
            _streak = 0;
            chosen = Highest(ready);
        }

        return _last = chosen;
    }

    private Actor Highest(IReadOnlyList<Actor> ready)
    {
        var highest = ready[0];
        var priority = PriorityOf(highest);
        for (var index = 1; index < ready.Count; index++)
        {
            if (PriorityOf(ready[index]) is var other && other > priority)
                (highest, priority) = (ready[index], other);
        }

        return highest;
    }

    private int PriorityOf(Actor actor)
    {
        if (!_priorities.TryGetValue(actor, out var priority))
            _priorities[actor] = priority = _numbers.Next(int.MaxValue);
        return priority;
    }
}
