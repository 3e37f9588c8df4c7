using System.Diagnostics;

namespace Crochet.Diagnostics;

/// <summary>Puts the current activity back where starting or stopping a span has changed it.</summary>
internal readonly struct OuterActivity : IDisposable
{
    private readonly Activity? _outer = Activity.Current;

    public OuterActivity()
    {
    }

    public void Dispose()
    {
        // One that has been stopped meanwhile cannot come back.
        if (_outer is not { IsStopped: true })
            Activity.Current = _outer;
    }
}
