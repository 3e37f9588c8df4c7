namespace Crochet.Generated;

/// <summary>A call of a compiled proxy: the result, the queue's item and the arguments in one object.</summary>
internal sealed class CompiledCall<TArguments, T>(EventLoop loop) : EventualResult<T>(loop), ICompiledCall<TArguments>
    where TArguments : struct
{
    private TArguments _arguments;

    /// <summary>Gives a call its arguments that is not queued yet.</summary>
    public void Give(TArguments arguments) => _arguments = arguments;

    public TArguments TakeArguments()
    {
        var taken = _arguments;
        _arguments = default;
        return taken;
    }
}
