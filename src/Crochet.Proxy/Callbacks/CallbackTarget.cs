using Crochet.LiveValues;

namespace Crochet.Callbacks;

/// <summary>What the implementation calls in place of a callback: its calls go to the callback's channel.</summary>
internal class CallbackTarget(CallbackChannel channel, LiveCall live, CallbackGiving giving)
{
    private CallbackGiving _giving = giving;

    public CallbackChannel Channel => channel;

    /// <summary>What stands for the objects that it is called with.</summary>
    public LiveCall Live => live;

    /// <summary>Of who gave it last.</summary>
    public CallbackGiving Giving
    {
        get => Volatile.Read(ref _giving);
        set => Volatile.Write(ref _giving, value);
    }
}
