namespace Crochet.Calls;

/// <summary>
/// The object of a thread's last blocking call, for its next one: nobody else has ever had it. It stays with its loop, so that a stop of that loop which still
/// finds it running can do it no harm: the next call on that loop is to be stopped too.
/// </summary>
internal static class CallPool<T>
{
    [ThreadStatic]
    private static EventualResult<T>? _call;

    public static EventualResult<T> Rent(EventLoop loop)
    {
        var call = _call;
        if (call is null || !ReferenceEquals(call.Loop, loop))
            return new EventualResult<T>(loop);
        _call = null;
        return call;
    }

    /// <summary>Takes back a call that has succeeded.</summary>
    public static void Return(EventualResult<T> call)
    {
        call.Reset();
        _call = call;
    }
}
