namespace Crochet.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Settings
{
    public const string Help = """
        Measures Crochet beside what one would use instead, and prints whether each target is met.

          --short         fewer and shorter rounds: under a minute
          --filter NAMES  only the workloads whose names contain one of these, separated by commas
          --list          the workloads' names
          --json FILE     writes the results as JSON too
          --svg FOLDER    writes the plots there
          --micro ...     BenchmarkDotNet for what runs inside one thread; what follows is for it, such as --filter '*Timer*'
        """;

    public bool IsShort { get; private init; }
    public bool ShowHelp { get; private init; }
    public bool ShowList { get; private init; }
    public IReadOnlyList<string> Filter { get; private init; } = [""];
    public string? JsonFile { get; private init; }
    public string? SvgFolder { get; private init; }

    /// <exception cref="ArgumentException">An option that is unknown or lacks its value.</exception>
    public static Settings Parse(IEnumerable<string> arguments)
    {
        var settings = new Settings();
        using var rest = arguments.GetEnumerator();
        while (rest.MoveNext())
        {
            var option = rest.Current;
            settings = option switch
            {
                "--short" => settings with { IsShort = true },
                "--help" => settings with { ShowHelp = true },
                "--list" => settings with { ShowList = true },
                "--filter" =>
                    settings with { Filter = Value().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
                "--json" => settings with { JsonFile = Value() },
                "--svg" => settings with { SvgFolder = Value() },
                _ => throw new ArgumentException($"Unknown option {option}. --help lists the options."),
            };

            string Value() => rest.MoveNext() ? rest.Current : throw new ArgumentException($"{option} needs a value. --help tells which.");
        }
        return settings;
    }

    public bool Includes(string name) => Filter.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
