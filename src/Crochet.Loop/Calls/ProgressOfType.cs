namespace Crochet.Calls;

/// <summary>Reports to a call's progress that was made before anybody knew the type of the reports.</summary>
internal sealed class ProgressOfType<T>(CallProgress progress) : IProgress<T>
{
    public void Report(T value) => progress.Add(new ProgressReport<T>(value));
}
