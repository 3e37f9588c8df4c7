using System.ComponentModel;
using Crochet.LiveValues;

namespace Crochet.Generated;

/// <summary>
/// What of one call's arguments the loop gets: callbacks and proxies are not handed over as they are. For generated code alone; it may
/// change with any version.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct ArgumentReadying
{
    private readonly LiveArguments _live;
    private readonly object _target;
    private readonly object _proxy;
    private readonly EventLoop? _loop;

    internal ArgumentReadying(LiveArguments live, object target, object proxy, EventLoop? loop)
    {
        _live = live;
        _target = target;
        _proxy = proxy;
        _loop = loop;
    }

    /// <summary>What the implementation gets for an argument.</summary>
    /// <param name="index">Which of the member's parameters it is.</param>
    /// <param name="argument">The argument.</param>
    /// <typeparam name="T">The parameter's type.</typeparam>
    public T Ready<T>(int index, T argument) =>
        argument is null ? argument : (T)_live.ConvertOne(argument, index, _target, _proxy, _loop);
}
