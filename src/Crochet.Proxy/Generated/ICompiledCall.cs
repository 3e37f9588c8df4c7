namespace Crochet.Generated;

/// <summary>A call that has its arguments in its own object.</summary>
internal interface ICompiledCall<TArguments>
{
    /// <summary>Takes them, so that the result does not keep them. Loop thread, or whoever has ended the call before its turn.</summary>
    TArguments TakeArguments();
}
