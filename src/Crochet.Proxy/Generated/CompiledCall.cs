namespace Crochet.Generated;

/// <summary>A call of a compiled proxy that gives no value: the result, the queue's item and the arguments in one object.</summary>
internal sealed class CompiledCall<TArguments>(EventLoop loop, TArguments arguments) : EventualResult(loop), ICompiledCall<TArguments>
    where TArguments : struct
{
    private TArguments _arguments = arguments;

    public TArguments TakeArguments()
    {
        var taken = _arguments;
        _arguments = default;
        return taken;
    }
}
