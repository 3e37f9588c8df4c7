namespace Crochet;

/// <summary>
/// On a parameter of a marked member, or on an event: what the implementation calls on it is delivered outside the loop thread, one
/// delivery at a time and in the order of the calls. The code behind it may therefore block on the loop. The parameter is a delegate, an
/// <see cref="IProgress{T}"/> or another interface. Without the attribute it is handed over as it is, and runs in the loop thread.
/// </summary>
/// <remarks>
/// <para>
/// Deliveries go to the caller's <see cref="SynchronizationContext"/>, where it has one that is not the loop's, and otherwise to the thread
/// pool. Where the member blocks its caller and the called method returns a task, they go to the thread pool in any case. They run in the
/// <see cref="ExecutionContext"/> of the caller that gave the parameter. A callback that causes another delivery and waits for that waits
/// for itself.
/// </para>
/// <para>
/// A method that returns <see cref="Task"/> or <see cref="ValueTask"/>, with a value or without, can be awaited by the implementation. One
/// that returns nothing is not waited for, and the loop reports what it throws. Once the loop has stopped, nothing is delivered.
/// </para>
/// <para>
/// A caller that subscribes to such an event, or unsubscribes, waits until the loop thread has done it: for the interface's timeout, or for
/// 30 s where it has none. In the loop thread itself it does not wait.
/// </para>
/// <para>
/// CRO020 reports any other parameter, a parameter of an unmarked member, and a method that returns a plain value or takes a parameter by
/// reference.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Event)]
public sealed class CallbackAttribute : Attribute;
