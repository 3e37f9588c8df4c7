using System.Globalization;
using Crochet.Interfaces;
using Crochet.Problems;

namespace Crochet.Sending;

/// <summary>Timeouts by the names of members and interfaces. Neither case nor blanks in a name count.</summary>
internal sealed class TimeoutTable(IDictionary<string, TimeSpan> timeouts)
{
    private readonly Dictionary<string, TimeSpan> _timeouts = new(timeouts);
    private readonly Dictionary<string, TimeSpan> _byName = ByName(timeouts);

    /// <summary>The timeout that replaces the attribute's: the member's before the interface's; null where none is configured.</summary>
    public TimeSpan? Find(InterfaceDescription contract, Member member) => _timeouts.Count == 0 ? null : FindByName(contract, member);

    private TimeSpan? FindByName(InterfaceDescription contract, Member member)
    {
        foreach (var name in NamesOf(contract, member))
        {
            if (_byName.TryGetValue(Normalize(name), out var timeout))
                return timeout;
        }

        return null;
    }

    /// <summary>What is wrong with the timeouts, for an application that has proxies of these interfaces and no others.</summary>
    public IEnumerable<CrochetProblem> ProblemsIn(IReadOnlyCollection<InterfaceDescription> contracts) =>
        ProblemsIn(InterfaceDescription.WithThoseReachedFrom(contracts), _timeouts.Keys);

    /// <summary>What is wrong with those of one interface's timeouts, wherever the others belong.</summary>
    public IEnumerable<CrochetProblem> ProblemsOf(InterfaceDescription contract)
    {
        var own = Normalize(contract.Name);
        return ProblemsIn([contract],
            _timeouts.Keys.Where(name => Normalize(name) == own || Normalize(name).StartsWith(own + ".", StringComparison.Ordinal)));
    }

    private IEnumerable<CrochetProblem> ProblemsIn(IReadOnlyCollection<InterfaceDescription> contracts, IEnumerable<string> configured)
    {
        var known = contracts.SelectMany(NamesOf).Select(Normalize).ToHashSet();
        foreach (var name in configured)
        {
            if (!known.Contains(Normalize(name)))
                yield return ProblemCatalog.UnknownTimeout.About(name);
            else if (_timeouts[name] < TimeSpan.Zero)
                yield return ProblemCatalog.TimeoutOutOfRange.About(name,
                    _timeouts[name].TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    // Of one name that is written in several ways the last counts: the code's, which comes after the configuration's.
    private static Dictionary<string, TimeSpan> ByName(IDictionary<string, TimeSpan> timeouts)
    {
        var byName = new Dictionary<string, TimeSpan>();
        foreach (var (name, timeout) in timeouts)
            byName[Normalize(name)] = timeout;
        return byName;
    }

    private static IEnumerable<string> NamesOf(InterfaceDescription contract) =>
        contract.Members.Where(member => member.Mode == CallMode.WaitFor).SelectMany(member => NamesOf(contract, member));

    private static string[] NamesOf(InterfaceDescription contract, Member member) =>
        [$"{contract.Name}.{member.ShortName}", member.Name, contract.Name, member.Declaring];

    private static string Normalize(string name) => name.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
