namespace Crochet.Waiting;

/// <summary>Something a thread can look at again and again. Implemented by structs, so that a look is no virtual call.</summary>
internal interface IWaiting
{
    bool IsOver { get; }
}
