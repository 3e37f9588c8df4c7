namespace Crochet.Wire;

/// <summary>A stream that this process keeps for readers in another.</summary>
internal interface IServedSource
{
    /// <summary>Begins a reading. Nothing runs before its first step.</summary>
    IServedSteps Open();
}
