namespace Crochet.Testing.Driving;

/// <summary>Who can hold the baton: the driver, or a caller.</summary>
internal interface IBatonHolder
{
    /// <summary>It has been given the baton; from any thread.</summary>
    void Wake();
}
