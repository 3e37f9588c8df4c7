using System.Globalization;
using System.Text.Json;
using Crochet.Benchmarks.Peers;

namespace Crochet.Benchmarks.Measuring;

/// <summary>
/// Measures Crochet in a process of its own, for what can only be chosen before the library is first touched. A line "kind seconds" asks
/// for a slice, a line of JSON tells how it went.
/// </summary>
internal static class CallServer
{
    public const string Blocking = "blocking";
    public const string Posting = "posting";
    public const string Heard = "heard-";

    /// <summary>The switch that turns the library's diagnosis off.</summary>
    private const string DiagnosisSwitch = "Crochet.Diagnosis";

    /// <summary>Asks a child for slices of one kind.</summary>
    public static Contestant Contestant(string name, ChildProcess child, string kind) => new(name, duration =>
    {
        child.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind} {duration.TotalSeconds}"));
        return JsonSerializer.Deserialize<Slice>(child.ReadLine())!;
    });

    /// <summary>What the child does, until its input ends.</summary>
    public static void Run(bool withDiagnosis, TextReader input, TextWriter output)
    {
        AppContext.SetSwitch(DiagnosisSwitch, withDiagnosis);
        using var peer = new CrochetPeer(new Adder());
        var (blocking, posting) = (Callers.Blocking(peer, 1), Callers.Posting(peer, 1, outstanding: 1000));
        while (input.ReadLine()?.Split(' ') is [var kind, var seconds])
        {
            var contestant = kind.EndsWith(Blocking, StringComparison.Ordinal) ? blocking : posting;
            var duration = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
            GC.Collect();
            var slice = kind.StartsWith(Heard, StringComparison.Ordinal)
                ? Listeners.During(() => contestant.Run(duration))
                : contestant.Run(duration);
            output.WriteLine(JsonSerializer.Serialize(slice));
        }
    }
}
