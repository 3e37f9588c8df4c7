namespace Crochet.Sending;

/// <summary>The timeouts that hold now. Configuration that is reloaded puts another table in.</summary>
internal sealed class ConfiguredTimeouts(IDictionary<string, TimeSpan> timeouts)
{
    private TimeoutTable _current = new(timeouts);

    public TimeoutTable Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
