using System.ComponentModel;
using Crochet.Callbacks;

namespace Crochet.Generated;

/// <summary>
/// Where the calls of an object go that stands for a callback in the loop. For generated code alone; it may change with any version.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CallbackReceiver
{
    private readonly CallbackTarget _target;
    private readonly object _given;

    internal CallbackReceiver(CallbackTarget target, object given)
    {
        _target = target;
        _given = given;
    }

    internal object? Send(CallbackSignature signature, object?[] arguments, Func<object, object?[], object?> call) =>
        signature.Send(_target, arguments, values => call(_given, values));
}
