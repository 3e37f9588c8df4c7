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
    private List<string> _ownNames = [];

    /// <summary>The names that different calls of AddCrochet gave the container's own loop.</summary>
    public IReadOnlyList<string> OwnNames => _ownNames;

    public void Add(IConfiguration section) => _sections.Add(section);

    /// <summary>The first of all that configure the options.</summary>
    public void Configure(CrochetOptions options)
    {
        // They are counted anew: the configuration may have been reloaded.
        _ownNames = [];
        foreach (var section in _sections)
            new ConfigurationReader(section).ReadInto(options);
    }

    /// <summary>
    /// Runs what one AddCrochet configures, and keeps the name that it gives the loop: the code's, or else its section's.
    /// </summary>
    public void Configure(CrochetOptions options, IConfiguration? section, Action<CrochetOptions>? configure)
    {
        // Where there is none any more the validation says so.
        if (options.Loop is not { } given)
            return;
        var before = given.Name;
        given.Name = _defaultName;
        configure?.Invoke(options);
        if (options.Loop is not { } loop)
            return;
        var isNamed = loop.Name != _defaultName;
        if (!isNamed)
            loop.Name = before;
        var name = isNamed ? loop.Name : section is null ? null : new ConfigurationReader(section).OwnName;
        if (name is not null && !_ownNames.Contains(name))
            _ownNames.Add(name);
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
