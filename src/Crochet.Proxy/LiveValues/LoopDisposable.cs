using Crochet.Interfaces;

namespace Crochet.LiveValues;

/// <summary>Stands for an object of the loop that its caller can do nothing with but dispose of it.</summary>
internal abstract class LoopDisposable(EventLoop loop, object target)
{
    public EventLoop Loop { get; } = loop;

    public object Target { get; } = target;

    public static LoopDisposable Of(EventLoop loop, object target) => (target is IDisposable, target is IAsyncDisposable) switch
    {
        (true, true) => new Both(loop, target),
        (true, false) => new Blocking(loop, target),
        _ => new Awaited(loop, target),
    };

    private void DisposeInLoop() => LoopDisposal.Dispose(Loop, Target, $"{CSharpName.Of(Target.GetType())}.Dispose", LoopDisposal.Longest);

    private ValueTask DisposeInLoopAsync() =>
        new(LoopDisposal.DisposeAsync(Loop, Target, $"{CSharpName.Of(Target.GetType())}.DisposeAsync", LoopDisposal.Longest));

    private sealed class Blocking(EventLoop loop, object target) : LoopDisposable(loop, target), IDisposable
    {
        public void Dispose() => DisposeInLoop();
    }

    private sealed class Awaited(EventLoop loop, object target) : LoopDisposable(loop, target), IAsyncDisposable
    {
        public ValueTask DisposeAsync() => DisposeInLoopAsync();
    }

    private sealed class Both(EventLoop loop, object target) : LoopDisposable(loop, target), IDisposable, IAsyncDisposable
    {
        public void Dispose() => DisposeInLoop();

        public ValueTask DisposeAsync() => DisposeInLoopAsync();
    }
}
