using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Crochet.Configuration;

/// <summary>
/// The configuration sections that a container's options are read from, and the names that code gives the container's own loop.
/// </summary>
internal sealed class OptionsConfiguration : IConfigureOptions<CrochetOptions>, IValidateOptions<CrochetOptions>
{
    private static readonly string _defaultName = new EventLoopOptions().Name;

    private readonly List<IConfiguration> _sections = [];
    private readonly List<string> _ownNames = [];

    /// <summary>The names that different calls of AddCrochet gave the container's own loop.</summary>
    public IReadOnlyList<string> OwnNames => _ownNames;

    public void Add(IConfiguration section) => _sections.Add(section);

    public void Configure(CrochetOptions options)
    {
        foreach (var section in _sections)
            new ConfigurationReader(section).ReadInto(options);
    }

    /// <summary>Runs what one AddCrochet configures, and keeps the name that it gives the loop.</summary>
    public void Configure(CrochetOptions options, Action<CrochetOptions> configure)
    {
        var before = options.Loop.Name;
        options.Loop.Name = _defaultName;
        configure(options);
        if (options.Loop is not { } loop)
            return;
        if (loop.Name == _defaultName)
            loop.Name = before;
        else if (!_ownNames.Contains(loop.Name))
            _ownNames.Add(loop.Name);
    }

    public EventLoopOptions Apply(string loop, EventLoopOptions options)
    {
        foreach (var section in _sections)
            new ConfigurationReader(section).ReadInto(loop, options);
        return options;
    }

    /// <summary>The configuration's loops that nobody added: path and name.</summary>
    public IEnumerable<IConfigurationSection> LoopsOtherThan(IReadOnlyCollection<string> names) => _sections
        .SelectMany(static section => new ConfigurationReader(section).Loops)
        .Where(loop => !names.Contains(loop.Key, StringComparer.OrdinalIgnoreCase));

    public ValidateOptionsResult Validate(string? name, CrochetOptions options)
    {
        var failures = new List<string>();
        foreach (var section in _sections)
        {
            var reader = new ConfigurationReader(section);
            reader.ReadInto(new CrochetOptions());
            failures.AddRange(reader.Failures);
        }

        if (options.Loop is null)
            failures.Add($"{nameof(CrochetOptions)}.{nameof(CrochetOptions.Loop)} is null; new EventLoopOptions() has the defaults.");
        if (options.DrainTimeout < TimeSpan.Zero && options.DrainTimeout != Timeout.InfiniteTimeSpan)
        {
            failures.Add(
                $"{nameof(CrochetOptions)}.{nameof(CrochetOptions.DrainTimeout)} is negative; it must be zero or more, or "
                    + "Timeout.InfiniteTimeSpan.");
        }

        if (options.NotReadyDelay < TimeSpan.Zero)
            failures.Add($"{nameof(CrochetOptions)}.{nameof(CrochetOptions.NotReadyDelay)} is negative; it must be zero or more.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
