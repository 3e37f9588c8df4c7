namespace Crochet.Generated;

/// <summary>Finds the loop of a call that has its arguments in its own object. A struct, so that one loop costs nothing to find.</summary>
internal interface ICompiledRoute<TArguments>
{
    /// <summary>Finds it, and the object in that loop; false where such calls cannot be made there now.</summary>
    bool TryFind(ref object target, ref TArguments arguments, out EventLoop loop);
}
