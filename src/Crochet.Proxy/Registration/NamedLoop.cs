namespace Crochet.Registration;

/// <summary>A loop that was added to a container by name, or given to it.</summary>
internal sealed class NamedLoop(string name)
{
    private readonly List<Action<EventLoopOptions>> _configures = [];

    public string Name { get; } = name;

    /// <summary>The application's own loop, where it gave one.</summary>
    public EventLoop? Given { get; init; }

    /// <summary>How many loops the group has; null for a single loop.</summary>
    public int? Count { get; init; }

    public void Configure(Action<EventLoopOptions>? configure)
    {
        if (configure is not null)
            _configures.Add(configure);
    }

    /// <summary>The container's defaults, then the code's options.</summary>
    public EventLoopOptions OptionsFrom(EventLoopOptions defaults)
    {
        var options = defaults.Copy();
        options.Name = Name;
        foreach (var configure in _configures)
            configure(options);
        options.Name = Name;
        return options;
    }
}
