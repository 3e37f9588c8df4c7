using System.Globalization;
using Crochet.Interfaces;
using Crochet.Problems;

namespace Crochet.Interception;

/// <summary>The timeouts of the options, by the names of members and interfaces. Blanks in a name do not count.</summary>
internal sealed class ConfiguredTimeouts(IEnumerable<KeyValuePair<string, TimeSpan>> timeouts)
{
    private readonly List<(string Name, string Key, TimeSpan Timeout)> _entries =
        timeouts.Select(entry => (entry.Key, Normalize(entry.Key), entry.Value)).ToList();

    /// <summary>The timeout that replaces the attribute's: the member's before the interface's; null where none is configured.</summary>
    public TimeSpan? Find(InterfaceDescription contract, Member member) => NamesOf(contract, member)
        .SelectMany(name => _entries.Where(entry => entry.Key == Normalize(name)))
        .Select(entry => (TimeSpan?)entry.Timeout)
        .FirstOrDefault();

    /// <summary>What is wrong with the timeouts, for an application that has these interfaces and no others.</summary>
    public IEnumerable<CrochetProblem> ProblemsIn(IReadOnlyCollection<InterfaceDescription> contracts)
    {
        var known = contracts.SelectMany(NamesOf).Select(Normalize).ToHashSet();
        foreach (var (name, key, timeout) in _entries)
        {
            if (!known.Contains(key))
                yield return ProblemCatalog.UnknownTimeout.About(name);
            else if (timeout < TimeSpan.Zero)
                yield return ProblemCatalog.TimeoutOutOfRange.About(name, timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>What is wrong with those of one interface's timeouts, wherever the others belong.</summary>
    public IEnumerable<CrochetProblem> ProblemsOf(InterfaceDescription contract)
    {
        var own = Normalize(contract.Name);
        var entries = _entries.Where(entry => entry.Key == own || entry.Key.StartsWith(own + ".", StringComparison.Ordinal));
        return new ConfiguredTimeouts(entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Timeout))).ProblemsIn([contract]);
    }

    private static IEnumerable<string> NamesOf(InterfaceDescription contract) =>
        contract.Members.Where(member => member.Mode == CallMode.WaitFor).SelectMany(member => NamesOf(contract, member));

    private static string[] NamesOf(InterfaceDescription contract, Member member) =>
        [$"{contract.Name}.{member.ShortName}", member.Name, contract.Name, member.Declaring];

    private static string Normalize(string name) => name.Replace(" ", "", StringComparison.Ordinal);
}
