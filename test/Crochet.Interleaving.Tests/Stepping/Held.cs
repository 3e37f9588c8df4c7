namespace Crochet.Stepping;

/// <summary>A lock that is held until this is disposed of.</summary>
internal readonly struct Held(object gate) : IDisposable
{
    public void Dispose() => Steps.Current?.Exit(gate);
}
