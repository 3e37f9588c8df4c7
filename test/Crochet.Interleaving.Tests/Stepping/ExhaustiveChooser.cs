namespace Crochet.Stepping;

/// <summary>
/// Every schedule in which at most so many threads are interrupted that could have gone on, one after another (iterative context bounding,
/// Musuvathi and Qadeer, 2007).
/// </summary>
internal sealed class ExhaustiveChooser(int interruptions) : IChooser
{
    private readonly List<Choice> _choices = [];
    private int _position;

    public int Choose(int count, bool isFirstRunning)
    {
        if (_position == _choices.Count)
            _choices.Add(new Choice(0, count, isFirstRunning));
        var choice = _choices[_position++];
        if (choice.Count != count)
            throw new InvalidOperationException(
                "The same choices led elsewhere: something in the scenario is not under the schedule's control.");
        return choice.Chosen;
    }

    /// <summary>Goes on to the next schedule; false when all have been tried.</summary>
    public bool Advance()
    {
        _position = 0;
        while (_choices.Count > 0)
        {
            var last = _choices[^1];
            _choices.RemoveAt(_choices.Count - 1);
            if (last.Chosen + 1 == last.Count)
                continue;
            if (last.IsFirstRunning && _choices.Count(static choice => choice.IsInterruption) >= interruptions)
                continue;
            _choices.Add(last with { Chosen = last.Chosen + 1 });
            return true;
        }

        return false;
    }

    public override string ToString() => $"schedule {string.Join("", _choices.Select(static choice => choice.Chosen))}";

    private readonly record struct Choice(int Chosen, int Count, bool IsFirstRunning)
    {
        public bool IsInterruption => IsFirstRunning && Chosen > 0;
    }
}
