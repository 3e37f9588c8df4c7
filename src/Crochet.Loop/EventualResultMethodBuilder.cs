using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Crochet;

/// <summary>What the compiler builds an async method with that returns an <see cref="EventualResult"/>. Not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct EventualResultMethodBuilder
{
    private AsyncTaskMethodBuilder _builder;
    private EventualResult? _result;

    /// <summary>The result that the method returns.</summary>
    public EventualResult Task => _result ??= EventualResult.FromTask(_builder.Task);

    /// <summary>Makes a builder.</summary>
    public static EventualResultMethodBuilder Create() => new() { _builder = AsyncTaskMethodBuilder.Create() };

    /// <summary>Ends the method with success.</summary>
    public void SetResult() => _builder.SetResult();

    /// <summary>Ends the method with an exception.</summary>
    public void SetException(Exception exception) => _builder.SetException(exception);

    /// <summary>Ties the builder to a boxed state machine.</summary>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _builder.SetStateMachine(stateMachine);

    /// <summary>Runs the method up to its first await that has to wait.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _builder.Start(ref stateMachine);

    /// <summary>Has the method go on when the awaiter has ended.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>Has the method go on when the awaiter has ended, without the ExecutionContext being flowed by it.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
