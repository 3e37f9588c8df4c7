namespace Crochet;

/// <summary>
/// On an exception that can say whether its call is certain never to have run, so that calling again is safe.
/// <see cref="EventLoop.NeverRan"/> asks it; implement it on exceptions of your own that know.
/// </summary>
public interface INeverRan
{
    /// <summary>True where the call is certain never to have run; false where it has, or may have.</summary>
    bool NeverRan { get; }
}
