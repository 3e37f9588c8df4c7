namespace Crochet.Diagnostics;

/// <summary>
/// Whether calls are timed, named and measured while they run. Only the AppContext switch "Crochet.Diagnosis" turns it off, for the
/// benchmark that measures what it costs: read once, so that the compiler leaves out what is off.
/// </summary>
internal static class Diagnosis
{
    public static readonly bool IsEnabled = !AppContext.TryGetSwitch("Crochet.Diagnosis", out var isEnabled) || isEnabled;
}
