using System.ComponentModel;

namespace Crochet.Generated;

/// <summary>
/// Stands in the loop for an object that was given as a callback. For generated code alone; it may change with any version.
/// </summary>
/// <param name="receiver">Where its calls go.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallbackObject(CallbackReceiver receiver)
{
    /// <summary>Has a method of the object called off the loop; gives what the implementation gets.</summary>
    /// <param name="method">The method.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="call">Calls the method of the object itself.</param>
    protected object? Send(CallbackMethod method, object?[] arguments, Func<object, object?[], object?> call)
    {
        ArgumentNullException.ThrowIfNull(method);
        return receiver.Send(method.Signature, arguments, call);
    }
}
